// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.auth.Principal;
import io.hermesx.core.auth.PrincipalKind;
import io.hermesx.core.internal.Names;
import java.util.Locale;

/**
 * A principal named in a rule, as {@link Principal#ref()} writes it. Always exact: an identifier
 * may itself contain a star, so a pattern would let somebody choose a name that matches others.
 */
record PrincipalRef(PrincipalKind kind, String id) {

  static PrincipalRef parse(String what, String ref) {
    for (PrincipalKind kind : PrincipalKind.values()) {
      String prefix = kind.name().toLowerCase(Locale.ROOT) + ":";
      if (ref.startsWith(prefix)) {
        return new PrincipalRef(
            kind, Names.requireToken(what + " id", ref.substring(prefix.length())));
      }
    }
    throw new IllegalArgumentException(
        what + " has no kind, allowed: user:, agent: or service: followed by the id");
  }

  boolean matches(Principal principal) {
    return kind == principal.kind() && id.equals(principal.id());
  }
}

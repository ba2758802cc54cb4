// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth;

import io.hermesx.core.access.Rights;
import io.hermesx.core.internal.Names;
import java.util.Set;

/**
 * An authenticated identity within a tenant, with what it may do. Principals are the same when kind
 * and id are ({@link #sameAs}): roles and rights change over time.
 *
 * @param kind what it is
 * @param id the host's own identifier, 1 to 128 visible ASCII characters. It is written into the
 *     audit trail, which is kept: pass an opaque id, not a name or an e-mail address
 * @param roles names that policy rules match on, such as {@code support}; may be empty
 * @param rights what it may do at all; {@link Rights#none()} means nothing
 */
public record Principal(PrincipalKind kind, String id, Set<String> roles, Rights rights) {

  /** Checks the id and the roles. */
  public Principal {
    Names.requireToken("principal id", id);
    roles.forEach(role -> Names.requireToken("role", role));
    roles = Set.copyOf(roles);
  }

  /** A person without roles who holds exactly these scopes; none means none. */
  public static Principal user(String id, String... scopes) {
    return new Principal(PrincipalKind.USER, id, Set.of(), Rights.of(scopes));
  }

  /** An agent without roles that holds exactly these scopes; none means none. */
  public static Principal agent(String id, String... scopes) {
    return new Principal(PrincipalKind.AGENT, id, Set.of(), Rights.of(scopes));
  }

  /** A program without roles that holds exactly these scopes; none means none. */
  public static Principal service(String id, String... scopes) {
    return new Principal(PrincipalKind.SERVICE, id, Set.of(), Rights.of(scopes));
  }

  /** Returns this principal with exactly these roles. */
  public Principal withRoles(String... names) {
    return new Principal(kind, id, Set.of(names), rights);
  }

  /** Tells whether both are the same identity, whatever roles and rights they hold now. */
  public boolean sameAs(Principal other) {
    return kind == other.kind && id.equals(other.id);
  }

  /**
   * Returns the identity as one string, {@code user:alice}, as it stands in receipts and in the
   * audit trail.
   */
  public String ref() {
    return switch (kind) {
      case USER -> "user:" + id;
      case AGENT -> "agent:" + id;
      case SERVICE -> "service:" + id;
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.access;

import io.hermesx.core.internal.Names;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * A set of scopes somebody holds. No scopes means no rights at all. Rights only ever shrink on
 * their way to a call: what counts is the intersection of the user's, the agent's and the
 * delegation's.
 *
 * <p>Immutable.
 *
 * @param scopes the scopes, such as {@link Scope#TOOLS_INVOKE}; a host may add its own
 */
public record Rights(Set<String> scopes) {

  private static final Rights NONE = new Rights(Set.of());

  /** Copies the set and checks each scope: 1 to 128 visible ASCII characters. */
  public Rights {
    scopes.forEach(scope -> Names.requireToken("scope", scope));
    scopes = Set.copyOf(scopes);
  }

  /** The empty set: may do nothing. */
  public static Rights none() {
    return NONE;
  }

  /** Returns rights of exactly these scopes. */
  public static Rights of(String... scopes) {
    return new Rights(Set.of(scopes));
  }

  /** Tells whether the scope is held. */
  public boolean includes(String scope) {
    return scopes.contains(scope);
  }

  /** Returns the scopes held by both. */
  public Rights and(Rights other) {
    if (equals(other)) {
      return this;
    }
    Collection<String> both = new TreeSet<>(scopes);
    both.retainAll(other.scopes);
    return new Rights(Set.copyOf(both));
  }
}

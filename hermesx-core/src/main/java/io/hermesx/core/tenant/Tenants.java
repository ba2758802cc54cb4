// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tenant;

import java.util.Optional;

/**
 * What the store knows about the tenant of the transaction itself: one row at most. A tenant works
 * without one, but has API keys only with one.
 */
public interface Tenants {

  /**
   * Writes the row, active and in version 1, unless there is one.
   *
   * @param name 1 to 200 characters, none of them a control character
   * @return whether it was written
   * @throws IllegalArgumentException if the name is not that
   */
  boolean create(String name);

  /** Returns the row, if there is one. */
  Optional<Tenant> find();

  /**
   * Replaces name and status if the row still has the version of {@code changed}, and counts the
   * version up.
   *
   * @return the row as it stands now, or empty if there is none of that version
   * @throws IllegalArgumentException if {@code changed} is another tenant than that of the
   *     transaction
   */
  Optional<Tenant> update(Tenant changed);
}

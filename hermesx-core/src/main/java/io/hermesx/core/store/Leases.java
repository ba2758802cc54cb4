// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import java.time.Duration;

/** Agreement between processes on who does something, for a while. */
@FunctionalInterface
public interface Leases {

  /**
   * Takes or renews a lease.
   *
   * @param name what is to be done
   * @param owner who wants to do it; unique to the process
   * @param duration how long; by the store's clock; more than zero
   * @return whether the owner has it now
   * @throws IllegalArgumentException if name or owner is not 1 to 128 visible ASCII characters, or
   *     the duration is not positive
   * @throws StoreException if the store is away
   */
  boolean tryAcquire(String name, String owner, Duration duration);
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

/** A chore that keeps something tidy. Doing it again, or twice at once, does no harm. */
public interface Sweep {

  /** Its name, for leases and logs. */
  String name();

  /**
   * Does a bounded part of it.
   *
   * @return how many things were tidied; 0 means done for now
   */
  int run();
}

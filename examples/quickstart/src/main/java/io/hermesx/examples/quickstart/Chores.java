// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.quickstart;

import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.store.Housekeeping;

/** How a host that stays up lets the chores of its guard be done. */
final class Chores {

  private Chores() {}

  /** Starts a thread for the chores; close what is returned before the guard. */
  static Housekeeping start(AgentGuard guard) {
    // snippet: housekeeping
    Housekeeping housekeeping =
        Housekeeping.builder(guard.store().leases(), "host-1").sweeps(guard.sweeps()).build();
    housekeeping.start();
    // end
    return housekeeping;
  }
}

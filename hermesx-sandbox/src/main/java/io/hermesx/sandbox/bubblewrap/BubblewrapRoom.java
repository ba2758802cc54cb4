// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.sandbox.cgroup.GroupClaim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;

/**
 * What one execution has for itself, and gives back when nothing of it is left.
 *
 * @param slot its files
 * @param account whose it is on the host, as root
 * @param group its control group, if there are any
 * @param held what holds in it
 * @param slots where the slot goes back to
 */
record BubblewrapRoom(
    BubblewrapSlot slot, int account, Optional<GroupClaim> group, Set<Guarantee> held, Slots slots)
    implements AutoCloseable {

  /** Returns this room with a control group. */
  BubblewrapRoom in(Optional<GroupClaim> claim) {
    return new BubblewrapRoom(slot, account, claim, held, slots);
  }

  /**
   * Gives back group and slot, which no longer knows what it was told. Whatever fails, the slot
   * forgets; if anything does, nobody gets it any more.
   *
   * @throws UncheckedIOException if the slot could not be wiped; it is lost
   * @throws io.hermesx.sandbox.cgroup.ControlGroupException if the group could not be given back;
   *     the slot is lost
   */
  @Override
  public void close() {
    boolean clean = false;
    try {
      giveBackGroup();
      clean = true;
    } catch (IOException e) {
      throw new UncheckedIOException("a slot could not be wiped and is lost", e);
    } finally {
      settle(clean);
    }
  }

  private void giveBackGroup() throws IOException {
    try {
      group.ifPresent(GroupClaim::close);
    } finally {
      slot.wipe();
    }
  }

  private void settle(boolean clean) {
    if (clean) {
      slots.giveBack(slot);
      return;
    }
    try {
      slots.lose(slot);
    } catch (IOException e) {
      // Why it is lost is on its way already; its descriptors are closed or were never open.
      return;
    }
  }
}

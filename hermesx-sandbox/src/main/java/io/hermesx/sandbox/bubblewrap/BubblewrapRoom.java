// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.sandbox.cgroup.GroupClaim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * What one execution has for itself, and gives back when nothing of it is left.
 *
 * @param slot its files
 * @param account whose it is on the host, as root
 * @param group its control group, if there are any
 * @param held what holds in it
 * @param idle where the slot goes back to
 */
record BubblewrapRoom(
    BubblewrapSlot slot,
    int account,
    Optional<GroupClaim> group,
    Set<Guarantee> held,
    Deque<BubblewrapSlot> idle)
    implements AutoCloseable {

  /** Returns this room with a control group. */
  BubblewrapRoom in(Optional<GroupClaim> claim) {
    return new BubblewrapRoom(slot, account, claim, held, idle);
  }

  /** Gives back group and slot, which no longer knows what it was told. */
  @Override
  public void close() {
    group.ifPresent(GroupClaim::close);
    try {
      slot.wipe();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      idle.addFirst(slot);
    }
  }
}

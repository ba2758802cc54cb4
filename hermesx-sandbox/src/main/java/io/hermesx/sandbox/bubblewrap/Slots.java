// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The slots of an executor. One that could not be cleared is lost: no execution gets it, and once
 * all are lost nothing is started any more. Thread-safe.
 */
final class Slots {

  private final ConcurrentLinkedDeque<BubblewrapSlot> idle;
  private final AtomicInteger lost = new AtomicInteger();
  private final int all;

  Slots(Collection<BubblewrapSlot> slots) {
    this.idle = new ConcurrentLinkedDeque<>(slots);
    this.all = slots.size();
  }

  BubblewrapSlot take() throws IOException {
    BubblewrapSlot slot = idle.pollFirst();
    if (slot == null) {
      throw new IOException(
          "no slot is free: of "
              + all
              + ", "
              + lost.get()
              + " are lost to programs that could not be cleared away; let fewer programs run at"
              + " the same time, or close this executor and open another");
    }
    return slot;
  }

  /** Takes one back that knows nothing of its execution any more. */
  void giveBack(BubblewrapSlot slot) {
    idle.addFirst(slot);
  }

  /** Gives one up, with its files: without a descriptor, nothing is left of what they held. */
  void lose(BubblewrapSlot slot) throws IOException {
    lost.incrementAndGet();
    slot.close();
  }

  /** Returns one that will be used last. */
  Optional<BubblewrapSlot> last() {
    return Optional.ofNullable(idle.peekLast());
  }

  /** Whether some are neither idle nor will ever be, once nothing runs. */
  boolean areMissing() {
    return idle.size() < all;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

/**
 * How much of a burst is in use at a tick: {@code used + part / period} permits, where {@code
 * period} is that of the {@link Gcra} that moves it. Mutable; guarded by the lock of its stripe.
 */
class Level {

  long at;
  long part;
  int used;

  Level(long at) {
    this.at = at;
  }

  /** Tells whether nothing is in use, which is what a key that is not on record means too. */
  final boolean isEmpty() {
    return used == 0 && part == 0;
  }

  final void clear() {
    used = 0;
    part = 0;
  }

  final void copy(Level other) {
    at = other.at;
    part = other.part;
    used = other.used;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

/**
 * How often in a row a log took nothing because somebody else was first. Where many write one log
 * that happens, and the next try may win; but a log that says so for ever, or that says so and does
 * not grow, must not keep a writer busy for ever. Not thread-safe.
 */
final class LostRaces {

  /** The most in a row. A fair race of four writers is not lost so often in the life of one. */
  static final int MOST = 1_000;

  /** The most in a row at one size of the log: nobody was first there. */
  static final int MOST_AT_ONE_SIZE = 16;

  private int lost;
  private int lostHere;
  private long size = -1;

  /**
   * Counts one more.
   *
   * @param expectedSize the size that the log was said to have
   */
  void lost(long expectedSize) {
    lostHere = expectedSize == size ? lostHere + 1 : 1;
    size = expectedSize;
    lost++;
  }

  /** Something came of it: the next one is the first again. */
  void end() {
    lost = 0;
    lostHere = 0;
  }

  boolean areTooMany() {
    return lost >= MOST || lostHere >= MOST_AT_ONE_SIZE;
  }

  /** What happened, to be said of the log. */
  String words() {
    return lostHere >= MOST_AT_ONE_SIZE
        ? lostHere
            + " times in a row it said that somebody else was first, and stayed at size "
            + size
        : lost + " times in a row somebody else was first, the last time at size " + size;
  }
}

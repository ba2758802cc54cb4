// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

/** What a valid UTF-8 sequence is (RFC 3629 §4). */
final class Utf8 {

  /** The most octets of a sequence that can come after a cut inside it. */
  static final int MOST_BEHIND = 3;

  private Utf8() {}

  /** Octets by their place. */
  @FunctionalInterface
  interface Octets {
    /** Returns the octet there, 0 to 255, or -1 behind the end. */
    int at(long place);
  }

  /** Returns how long the valid sequence is that begins there, 0 if none does. */
  static int sequence(Octets octets, long place) {
    int first = octets.at(place);
    if (first >= 0 && first < 0x80) {
      return 1;
    }
    int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0) {
      return 0;
    }
    int second = octets.at(place + 1);
    int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      int next = octets.at(place + i);
      if (next < 0x80 || next > 0xBF) {
        return 0;
      }
    }
    return length;
  }

  /**
   * Returns where the valid sequence begins that a cut there would divide, or the cut's own place
   * if it divides none.
   */
  static long start(Octets octets, long cut) {
    for (int back = 1; back <= MOST_BEHIND && cut - back >= 0; back++) {
      if (sequence(octets, cut - back) > back) {
        return cut - back;
      }
    }
    return cut;
  }
}

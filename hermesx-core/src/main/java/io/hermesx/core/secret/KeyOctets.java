// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

/** The check that every key passes: 32 octets, and not those of an array that nobody filled. */
final class KeyOctets {

  static final int LENGTH = 32;

  private KeyOctets() {}

  /** Returns a copy; the message of a refusal shows no octet. */
  static byte[] require(String what, byte[] octets) {
    if (octets.length != LENGTH) {
      throw new IllegalArgumentException(
          what + " has " + octets.length + " octets, allowed: exactly " + LENGTH);
    }
    int any = 0;
    for (byte octet : octets) {
      any |= octet;
    }
    if (any == 0) {
      throw new IllegalArgumentException(
          what + " is all zeros, as an array is that nobody filled; draw it at random");
    }
    return octets.clone();
  }
}

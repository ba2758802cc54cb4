// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

/** A shape that has no other inside: a text or a whole number. */
sealed interface HeaderLeaf extends HeaderShape permits HeaderText, HeaderWhole {

  /**
   * Looks whether a value of this shape starts there, without making an object.
   *
   * @param to where the octets of the header end
   * @return the place behind the value, or {@link HeaderOctets#NONE} exactly where {@link #read}
   *     refuses
   */
  int end(byte[] octets, int from, int to);
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import io.hermesx.core.internal.Names;

/**
 * A key that data is sealed with: 32 octets that nobody sees, and a reference that everybody may.
 *
 * <p>Immutable. The octets stay in this package; {@link #toString} and messages show the reference
 * only, and two keys are equal only if they are the same object, so nothing can be learnt by
 * comparing.
 */
public final class DataKey {

  private final String reference;
  private final byte[] octets;

  private DataKey(String reference, byte[] octets) {
    this.reference = reference;
    this.octets = octets;
  }

  /**
   * Makes a key of what a key store holds.
   *
   * @param reference what the key is called, in the clear and for as long as anything refers to it;
   *     says nothing of the key or of a person; 1 to 128 visible ASCII characters
   * @param octets 32 octets, drawn at random or derived from such, not all zero; copied
   * @throws IllegalArgumentException otherwise; the message shows neither
   */
  public static DataKey of(String reference, byte[] octets) {
    return new DataKey(
        Names.requireToken("data key reference", reference), KeyOctets.require("data key", octets));
  }

  /** What the key is called. */
  public String reference() {
    return reference;
  }

  /** The octets themselves: not to be changed, and not to be handed on. */
  byte[] octets() {
    return octets;
  }

  @Override
  public String toString() {
    return "DataKey[" + reference + "]";
  }
}

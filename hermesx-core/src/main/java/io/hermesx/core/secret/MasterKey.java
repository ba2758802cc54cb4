// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

/**
 * A key that a host keeps outside the database and that the keys of all tenants come from: 32
 * octets, and a number that says the how-manieth it is.
 *
 * <p>Immutable. Nothing shows the octets.
 */
public final class MasterKey {

  private final int generation;
  private final byte[] octets;

  private MasterKey(int generation, byte[] octets) {
    this.generation = generation;
    this.octets = octets;
  }

  /**
   * Makes a master key.
   *
   * @param generation its number, 1 to 2,147,483,647; a number stands for one key for ever
   * @param octets 32 octets drawn at random, not all zero; copied
   * @throws IllegalArgumentException otherwise; the message does not show the octets
   */
  public static MasterKey of(int generation, byte[] octets) {
    if (generation < 1) {
      throw new IllegalArgumentException(
          "the generation of a master key is " + generation + "; allowed: 1 to 2147483647");
    }
    return new MasterKey(generation, KeyOctets.require("master key", octets));
  }

  /** Its number. */
  public int generation() {
    return generation;
  }

  /** The octets themselves: not to be changed, and not to be handed on. */
  byte[] octets() {
    return octets;
  }

  @Override
  public String toString() {
    return "MasterKey[" + generation + "]";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

/**
 * How much JSON a parser accepts; whoever passes it states what one text may cost in memory and
 * time.
 *
 * @param maxBytes the size of the text in UTF-8, 1 to 268,435,456 octets; checked before anything
 *     else
 * @param maxDepth how many containers may enclose one another, 0 (a scalar only) to {@value
 *     #MAX_DEPTH}; {@code []} is one deep
 * @param maxStringLength the length of a string or key after unescaping, 0 to 268,435,456 UTF-16
 *     code units
 * @param maxMembers how many values there may be in all, 1 to 100,000,000: the root, every element
 *     and every member's value
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxStringLength, int maxMembers) {

  /** The deepest nesting any {@link JsonValue} can have, parsed or built: {@value}. */
  public static final int MAX_DEPTH = 256;

  private static final int MAX_BYTES = 256 << 20;
  private static final int MAX_VALUES = 100_000_000;

  /** One MiB of text, 64 deep, strings up to the size of the text, 100,000 values. */
  public static final JsonLimits STANDARD = new JsonLimits(1 << 20, 64, 1 << 20, 100_000);

  /** Checks the ranges. */
  public JsonLimits {
    requireRange("maxBytes", maxBytes, 1, MAX_BYTES);
    requireRange("maxDepth", maxDepth, 0, MAX_DEPTH);
    requireRange("maxStringLength", maxStringLength, 0, MAX_BYTES);
    requireRange("maxMembers", maxMembers, 1, MAX_VALUES);
  }

  private static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name
              + " is "
              + value
              + "; allowed: "
              + least
              + " to "
              + most
              + ". Choose a value in that range.");
    }
  }

  void checkBytes(long octets) {
    if (octets > maxBytes) {
      throw new JsonSyntaxException(
          TextPosition.START,
          "the text has more octets than the limit",
          "at most " + maxBytes + " octets",
          "send less, or raise maxBytes");
    }
  }
}

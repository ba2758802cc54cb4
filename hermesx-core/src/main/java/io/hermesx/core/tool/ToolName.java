// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

/**
 * The name a model calls a tool by.
 *
 * @param value 1 to 64 of {@code a-z A-Z 0-9 _ - .}, the alphabet that every model provider accepts
 *     or can be mapped to
 */
public record ToolName(String value) implements Comparable<ToolName> {

  private static final int MAX_LENGTH = 64;

  /** Checks the text. */
  public ToolName {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a tool name is 1 to "
              + MAX_LENGTH
              + " of a-z A-Z 0-9 _ - . (found "
              + value.length()
              + " characters)");
    }
  }

  /** Tells whether the text is a tool name; models make names up, so callers ask first. */
  public static boolean isValid(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && text.chars().allMatch(ToolName::isAllowed);
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '.';
  }

  @Override
  public int compareTo(ToolName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

/** A text that counts how often a character of it is read. */
final class CountedText implements CharSequence {

  private final String text;
  private long steps;

  CountedText(String text) {
    this.text = text;
  }

  long steps() {
    return steps;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    steps++;
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    throw new UnsupportedOperationException("would be read uncounted");
  }

  @Override
  public String toString() {
    return text;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

/**
 * A text being searched, which remembers whether an answer depended on where the text ends, and
 * what searches ahead have found, so that no character is looked at more than a bounded number of
 * times. For one search, from left to right; not thread-safe.
 */
final class SecretProbe {

  /** What stands after the last character. */
  static final int END = -1;

  private final CharSequence text;
  private boolean hitEnd;
  private int openFrom;
  private int base64UrlEnd;
  private int footer = -1;
  private int floor;

  SecretProbe(CharSequence text) {
    this.text = text;
    this.openFrom = text.length();
  }

  int length() {
    return text.length();
  }

  /** The character at the index, or {@link #END}, which is remembered. */
  int at(int index) {
    if (index < text.length()) {
      return text.charAt(index);
    }
    hitEnd = true;
    return END;
  }

  boolean startsWith(String wanted, int from) {
    for (int i = 0; i < wanted.length(); i++) {
      if (at(from + i) != wanted.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The index after the longest run of the alphabet from here, of at most so many characters. */
  int runEnd(Alphabet alphabet, int from, int most) {
    int end = from;
    while (end - from < most && alphabet.contains(at(end))) {
      end++;
    }
    return end;
  }

  /** The index after the whole run of base64url that {@code from} stands in. */
  int base64UrlEnd(int from) {
    if (from >= base64UrlEnd) {
      base64UrlEnd = from;
      while (base64UrlEnd < text.length()
          && Alphabet.BASE64URL.contains(text.charAt(base64UrlEnd))) {
        base64UrlEnd++;
      }
    }
    return base64UrlEnd;
  }

  /** The index of the next line that ends a PEM block, or the length of the text. */
  int nextFooter(int from) {
    if (footer < from) {
      footer = from;
      while (footer < text.length() && !isFooter(footer)) {
        footer++;
      }
    }
    return footer;
  }

  private boolean isFooter(int index) {
    String begin = PemPattern.FOOTER;
    for (int i = 0; i < begin.length(); i++) {
      if (index + i >= text.length() || text.charAt(index + i) != begin.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Says that more text could have changed the answer. */
  void markEnd() {
    hitEnd = true;
  }

  /** Says that what is before this place has been dealt with and is no part of a word. */
  void startAt(int index) {
    floor = index;
  }

  /**
   * Whether a word can start here. In JSON text the n of an escaped line feed is no part of the
   * word after it.
   */
  boolean startsWord(int index) {
    return index == floor
        || !Alphabet.ALPHANUMERIC.contains(text.charAt(index - 1))
        || (index - 1 > floor
            && text.charAt(index - 2) == '\\'
            && "nrtbf".indexOf(text.charAt(index - 1)) >= 0);
  }

  /** Begins a question about a secret that starts at one place. */
  void begin() {
    hitEnd = false;
  }

  /** Ends a question: if it depended on the end of the text, the place is open. */
  void close(int start) {
    if (hitEnd && start < openFrom) {
      openFrom = start;
    }
  }

  /** The first place where more text could make or lengthen a finding, or the length. */
  int openFrom() {
    return openFrom;
  }
}

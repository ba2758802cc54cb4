// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the octets of a header from left to right and accepts one spelling of each value: no white
 * space, no escape but {@code \"} and {@code \\}, no leading zero, no {@code -0}. Not thread-safe.
 */
final class HeaderReader {

  private static final int LONGEST_NUMBER = 16; // 2^53 - 1 has 16 digits

  private final byte[] octets;
  private final int end;
  private final @Nullable HeaderLeaves leaves;
  private int position;

  HeaderReader(byte[] octets, int start, int end) {
    this(octets, start, end, null);
  }

  /**
   * @param leaves told of every text and number that is read over; null if nobody wants to know
   */
  HeaderReader(byte[] octets, int start, int end, @Nullable HeaderLeaves leaves) {
    this.octets = octets;
    this.position = start;
    this.end = end;
    this.leaves = leaves;
  }

  /** Says that a text or number was read over, which started there and ends here. */
  void passed(HeaderLeaf leaf, int start) {
    if (leaves != null) {
      leaves.add(leaf, start, position);
    }
  }

  int position() {
    return position;
  }

  /** The next octet, or 0 at the end. */
  int peek() {
    return position < end ? octets[position] : 0;
  }

  private int next() {
    if (position >= end) {
      throw notCanonical("the octets end too early");
    }
    return octets[position++];
  }

  void expect(char c) {
    if (next() != c) {
      throw notCanonical(c + " is expected");
    }
  }

  /** Whether another element follows; if not, the container is closed. */
  boolean more(char bracket) {
    int c = next();
    if (c != ',' && c != bracket) {
      throw notCanonical("a comma or " + bracket + " is expected");
    }
    return c == ',';
  }

  void expectEnd() {
    if (position != end) {
      throw notCanonical("octets follow the header");
    }
  }

  /** The text of a string of visible ASCII. */
  String string() {
    expect('"');
    int start = position;
    int escapes = 0;
    skipPlain();
    for (int c = next(); c != '"'; c = next()) {
      if (c <= ' ' || c >= 0x7f) {
        throw notCanonical("a string has a character that is not visible ASCII");
      }
      if (c == '\\') {
        escapes++;
        requireEscape(next());
      }
    }
    return escapes == 0
        ? new String(octets, start, position - 1 - start, US_ASCII)
        : unescaped(start, position - 1, escapes);
  }

  /**
   * Goes on to the first character that needs a closer look: most strings have none before the end.
   */
  private void skipPlain() {
    int at = position;
    while (at < end && isPlain(octets[at])) {
      at++;
    }
    position = at;
  }

  private static boolean isPlain(byte c) {
    return c > ' ' && c < 0x7f && c != '"' && c != '\\';
  }

  private void requireEscape(int c) {
    if (c != '"' && c != '\\') {
      throw notCanonical("a string has an escape other than \\\" and \\\\");
    }
  }

  private String unescaped(int from, int to, int escapes) {
    byte[] text = new byte[to - from - escapes];
    int at = from;
    for (int i = 0; i < text.length; i++) {
      at += octets[at] == '\\' ? 1 : 0;
      text[i] = octets[at++];
    }
    return new String(text, US_ASCII);
  }

  /** The name of a member of an open table. */
  String name() {
    String name = string();
    expect(':');
    return name;
  }

  /** The index of the name that comes here, which is not before {@code from}. */
  int name(HeaderMembers members, int from) {
    for (int i = from; i < members.size(); i++) {
      byte[] label = members.label(i);
      int after = position + label.length;
      boolean begins = after <= end && octets[position + 1] == label[1];
      if (begins && Arrays.equals(octets, position, after, label, 0, label.length)) {
        position = after;
        return i;
      }
    }
    if (members.indexOf(name()) >= 0) {
      throw notCanonical("a name comes twice or out of order");
    }
    throw notAllowed("another member", "only those of the format");
  }

  /** A whole number of at most 16 digits. */
  long whole() {
    boolean negative = peek() == '-';
    if (negative) {
      position++;
    }
    int start = position;
    long value = 0;
    while (peek() >= '0' && peek() <= '9' && position - start <= LONGEST_NUMBER) {
      value = 10 * value + next() - '0';
    }
    int digits = position - start;
    if (digits == 0 || digits > LONGEST_NUMBER) {
      throw notCanonical("a whole number of up to " + LONGEST_NUMBER + " digits is expected");
    }
    if (octets[start] == '0' && (digits > 1 || negative)) {
      throw notCanonical("a number has a leading zero or is -0");
    }
    return negative ? -value : value;
  }

  HeaderRefusedException notCanonical(String what) {
    return new HeaderRefusedException(
        AuditFault.HEADER_NOT_CANONICAL, what + " at octet " + position);
  }

  HeaderRefusedException notAllowed(String found, String allowed) {
    return new HeaderRefusedException(
        AuditFault.HEADER_NOT_ALLOWED,
        found + " before octet " + position + ", allowed: " + allowed);
  }
}

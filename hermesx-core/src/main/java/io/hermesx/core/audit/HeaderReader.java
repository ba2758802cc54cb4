// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import java.util.List;

/**
 * Reads the octets of a header from left to right and accepts one spelling of each value: no white
 * space, no escape but {@code \"} and {@code \\}, no leading zero, no {@code -0}. Not thread-safe.
 */
final class HeaderReader {

  private static final int LONGEST_NUMBER = 16; // 2^53 - 1 has 16 digits

  private final byte[] octets;
  private final int end;
  private int position;

  HeaderReader(byte[] octets, int start, int end) {
    this.octets = octets;
    this.position = start;
    this.end = end;
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
    StringBuilder text = new StringBuilder(48);
    for (int c = next(); c != '"'; c = next()) {
      if (c <= ' ' || c >= 0x7f) {
        throw notCanonical("a string has a character that is not visible ASCII");
      }
      if (c == '\\') {
        c = next();
        if (c != '"' && c != '\\') {
          throw notCanonical("a string has an escape other than \\\" and \\\\");
        }
      }
      text.append((char) c);
    }
    return text.toString();
  }

  /** The name of a member of an open table. */
  String name() {
    String name = string();
    expect(':');
    return name;
  }

  /** The index of the name that comes here, which is not before {@code from}. */
  int name(List<String> names, int from) {
    int start = position;
    for (int i = from; i < names.size(); i++) {
      if (isNext(names.get(i))) {
        position = start + names.get(i).length() + 3;
        return i;
      }
    }
    if (names.contains(name())) {
      throw notCanonical("a name comes twice or out of order");
    }
    throw notAllowed("another member", "only those of the format");
  }

  private boolean isNext(String name) {
    int last = position + name.length() + 2;
    if (last >= end || octets[position] != '"' || octets[last] != ':' || octets[last - 1] != '"') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (octets[position + 1 + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
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

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.Sha256;
import io.hermesx.core.json.JsonValue;
import java.util.Arrays;

/** Writes the octets of a header, which are ASCII. Not thread-safe. */
public final class HeaderWriter {

  private static final int FIRST_SIZE = 1_024;

  private byte[] octets = new byte[FIRST_SIZE];
  private int length;
  private String at = "its start";

  /**
   * Returns what was written.
   *
   * @throws IllegalArgumentException if there are more octets than {@code most}
   */
  public byte[] toOctets(int most) {
    if (length > most) {
      throw new IllegalArgumentException(
          "an audit event takes "
              + length
              + " octets as a header, allowed: up to "
              + most
              + "; shorten its lists and keep payload out of it");
    }
    return Arrays.copyOf(octets, length);
  }

  /** Forgets what was written, and keeps the room for it. */
  void begin() {
    length = 0;
  }

  public void raw(char c) {
    reserve(1);
    octets[length++] = (byte) c;
  }

  public void raw(byte[] source, int start, int end) {
    reserve(end - start);
    System.arraycopy(source, start, octets, length, end - start);
    length += end - start;
  }

  /**
   * Writes what stands before the value of a member.
   *
   * @param before a bracket or a comma
   * @param label the name in quotes and the colon
   */
  public void member(char before, String name, byte[] label) {
    at = name;
    raw(before);
    raw(label, 0, label.length);
  }

  /** Writes the name of a member, which needs no escape, and the colon. */
  public void name(String name) {
    at = name;
    reserve(name.length() + 3);
    octets[length++] = '"';
    for (int i = 0; i < name.length(); i++) {
      octets[length++] = (byte) name.charAt(i);
    }
    octets[length++] = '"';
    octets[length++] = ':';
  }

  /**
   * Writes a string.
   *
   * @return false, and what was written is of no use, if a character is not visible ASCII
   */
  public boolean string(String text) {
    int size = text.length();
    reserve(2 * size + 2);
    byte[] target = octets;
    int next = length;
    target[next++] = '"';
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        return false;
      }
      if (c == '"' || c == '\\') {
        target[next++] = '\\';
      }
      target[next++] = (byte) c;
    }
    target[next++] = '"';
    length = next;
    return true;
  }

  /** Writes 32 octets in base64url without padding, in quotes. */
  void digest(Sha256 value) {
    reserve(Base64Digest.LENGTH + 2);
    octets[length++] = '"';
    length += Base64Digest.write(value, octets, length);
    octets[length++] = '"';
  }

  public void whole(long value) {
    int digits = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    reserve(digits + 1);
    if (value < 0) {
      octets[length++] = '-';
    }
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      octets[i] = (byte) ('0' + Math.abs(rest % 10));
      rest /= 10;
    }
    length += digits;
  }

  private void reserve(int more) {
    if (length + more > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(length + more, 2 * octets.length));
    }
  }

  /** The refusal of a value, which it does not repeat. */
  public IllegalArgumentException refused(JsonValue value, String allowed) {
    return refused(value.kind().toString(), allowed);
  }

  public IllegalArgumentException refused(String found, String allowed) {
    return new IllegalArgumentException(
        "an audit event has " + found + " at " + at + ", allowed: " + allowed);
  }
}

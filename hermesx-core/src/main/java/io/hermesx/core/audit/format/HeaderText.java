// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;

/** A string of visible ASCII characters; the three kinds differ in what they spell. */
enum HeaderText implements HeaderLeaf {
  /** 1 to 512 characters {@code !} to {@code ~}. */
  TOKEN("1 to 512 visible ASCII characters without space") {
    @Override
    boolean accepts(CharSequence text) {
      return !text.isEmpty() && text.length() <= LONGEST;
    }

    @Override
    public int end(byte[] octets, int from, int to) {
      return HeaderOctets.token(octets, from, to, LONGEST);
    }
  },
  /** A UUID in 36 lower-case characters. */
  UUID("a UUID in 36 lower-case characters") {
    @Override
    boolean accepts(CharSequence text) {
      return text.length() == 36 && isUuid(text);
    }

    @Override
    public int end(byte[] octets, int from, int to) {
      return HeaderOctets.uuid(octets, from, to);
    }
  },
  /** 32 octets in base64url without padding: 43 characters, the last of which holds four bits. */
  DIGEST("32 octets as 43 characters of base64url without padding") {
    @Override
    boolean accepts(CharSequence text) {
      return Base64Digest.isValid(text);
    }

    @Override
    public int end(byte[] octets, int from, int to) {
      return HeaderOctets.digest(octets, from, to);
    }
  };

  private static final int LONGEST = 512;

  private final String allowed;

  HeaderText(String allowed) {
    this.allowed = allowed;
  }

  abstract boolean accepts(CharSequence text);

  private static boolean isUuid(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : !isLowerHex(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLowerHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  @Override
  public void write(JsonValue value, HeaderWriter out) {
    if (!(value instanceof JsonString string)) {
      throw out.refused(value, allowed);
    }
    write(string.value(), out);
  }

  void write(String text, HeaderWriter out) {
    if (!accepts(text) || !out.string(text)) {
      throw out.refused("a string", allowed);
    }
  }

  @Override
  public void read(HeaderReader in) {
    int start = in.position();
    if (!accepts(in.string())) {
      throw in.notAllowed("a string", allowed);
    }
    in.passed(this, start);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import java.nio.charset.StandardCharsets;

/** Makes a token of any text, so that a name from outside can neither break a header nor a line. */
public final class ForeignText {

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();
  private static final int LONGEST = 512;
  private static final String NOTHING = "%";

  private ForeignText() {}

  /** Returns 1 to 512 visible ASCII characters; a lone percent sign stands for no text at all. */
  public static String encode(String text) {
    String start = text.substring(0, Math.min(text.length(), LONGEST + 1)); // more cannot fit
    StringBuilder token = new StringBuilder();
    for (byte octet : start.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = octet > ' ' && octet < 0x7f && octet != '%';
      if (token.length() + (plain ? 1 : 3) > LONGEST) {
        break;
      }
      if (plain) {
        token.append((char) octet);
      } else {
        token.append('%').append(HEX[(octet >> 4) & 15]).append(HEX[octet & 15]);
      }
    }
    return token.isEmpty() ? NOTHING : token.toString();
  }
}

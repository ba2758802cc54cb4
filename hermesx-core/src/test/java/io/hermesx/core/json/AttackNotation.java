// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The notation of attacks.tsv: {@code <HH>} is one octet, {@code <N*text>} is N times the text. */
final class AttackNotation {

  private static final Pattern MARK =
      Pattern.compile("<([0-9A-F]{2})>|<([0-9]+)\\*((?:[^<>]|<[0-9A-F]{2}>)+)>");

  private AttackNotation() {}

  static byte[] octets(String notation) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Matcher mark = MARK.matcher(notation);
    int copied = 0;
    while (mark.find()) {
      out.writeBytes(notation.substring(copied, mark.start()).getBytes(UTF_8));
      if (mark.group(1) != null) {
        out.write(HexFormat.fromHexDigits(mark.group(1)));
      } else {
        byte[] part = octets(mark.group(3));
        for (int i = 0; i < Integer.parseInt(mark.group(2)); i++) {
          out.writeBytes(part);
        }
      }
      copied = mark.end();
    }
    out.writeBytes(notation.substring(copied).getBytes(UTF_8));
    return out.toByteArray();
  }
}

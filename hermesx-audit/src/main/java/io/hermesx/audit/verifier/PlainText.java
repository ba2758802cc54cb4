// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

/** Text for terminals and files of records: visible ASCII and spaces, whatever it was made from. */
final class PlainText {

  private PlainText() {}

  /** Replaces what a terminal, a log or a table could take for something else than text. */
  static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(c >= ' ' && c < 0x7f ? c : '?');
    }
    return plain.toString();
  }

  /** Writes a JSON string. */
  static String json(String text) {
    StringBuilder escaped = new StringBuilder("\"");
    String plain = of(text);
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.append('"').toString();
  }
}

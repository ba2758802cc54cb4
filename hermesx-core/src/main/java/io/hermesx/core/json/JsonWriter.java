// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.Map;
import java.util.TreeMap;

/** Writes values as JSON text; recursion is as deep as the value, and {@link Depth} bounds that. */
final class JsonWriter {

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out = new StringBuilder(128);
  private final boolean sorted;

  private JsonWriter(boolean sorted) {
    this.sorted = sorted;
  }

  static String compact(JsonValue value) {
    return new JsonWriter(false).write(value).out.toString();
  }

  /**
   * Sorts keys by {@link String#compareTo}, which is the order by UTF-16 code units that RFC 8785,
   * section 3.2.3 asks for.
   */
  static String canonical(JsonValue value) {
    return new JsonWriter(true).write(value).out.toString();
  }

  private JsonWriter write(JsonValue value) {
    if (value instanceof JsonObject object) {
      writeObject(object.members());
    } else if (value instanceof JsonArray array) {
      writeArray(array);
    } else if (value instanceof JsonString string) {
      writeString(string.value());
    } else {
      out.append(value); // a number, boolean or null is its own text
    }
    return this;
  }

  private void writeObject(Map<String, JsonValue> members) {
    out.append('{');
    (sorted ? new TreeMap<>(members) : members).forEach(this::writeMember);
    close('}');
  }

  private void writeMember(String key, JsonValue value) {
    writeString(key);
    out.append(':');
    write(value);
    out.append(',');
  }

  private void writeArray(JsonArray array) {
    out.append('[');
    for (JsonValue item : array.items()) {
      write(item);
      out.append(',');
    }
    close(']');
  }

  /**
   * Ends a container; a comma at the end is one too many, and only separators end with one here.
   */
  private void close(char bracket) {
    int last = out.length() - 1;
    if (out.charAt(last) == ',') {
      out.setCharAt(last, bracket);
    } else {
      out.append(bracket);
    }
  }

  private void writeString(String text) {
    out.append('"');
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\') {
        out.append(text, copied, i);
        writeEscape(c);
        copied = i + 1;
      }
    }
    out.append(text, copied, text.length()).append('"');
  }

  private void writeEscape(char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
    }
  }
}

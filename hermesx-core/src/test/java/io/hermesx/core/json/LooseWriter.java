// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Writes a value as any other JSON writer might: whitespace and escapes at random. */
final class LooseWriter {

  private static final String[] SPACES = {"", "", " ", "\n", "\t", "\r\n", "   "};

  private final StringBuilder out = new StringBuilder();
  private final Random random;

  private LooseWriter(Random random) {
    this.random = random;
  }

  static String write(JsonValue value, Random random) {
    LooseWriter writer = new LooseWriter(random);
    writer.write(value);
    return writer.out.toString();
  }

  private LooseWriter raw(Object text) {
    out.append(SPACES[random.nextInt(SPACES.length)])
        .append(text)
        .append(SPACES[random.nextInt(SPACES.length)]);
    return this;
  }

  private void write(JsonValue value) {
    if (value instanceof JsonObject object) {
      raw('{');
      for (Iterator<Map.Entry<String, JsonValue>> members = object.members().entrySet().iterator();
          members.hasNext(); ) {
        Map.Entry<String, JsonValue> member = members.next();
        raw(string(member.getKey())).raw(':').write(member.getValue());
        if (members.hasNext()) {
          raw(',');
        }
      }
      raw('}');
    } else if (value instanceof JsonArray array) {
      raw('[');
      for (Iterator<JsonValue> items = array.items().iterator(); items.hasNext(); ) {
        write(items.next());
        if (items.hasNext()) {
          raw(',');
        }
      }
      raw(']');
    } else {
      raw(value instanceof JsonString text ? string(text.value()) : value);
    }
  }

  private String string(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    boolean pairEscaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean must = c < 0x20 || c == '"' || c == '\\';
      boolean low = Character.isLowSurrogate(c);
      boolean escape = low ? pairEscaped : must || random.nextInt(3) == 0;
      pairEscaped = escape && Character.isHighSurrogate(c);
      quoted.append(
          escape
              ? String.format(Locale.ROOT, random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c)
              : String.valueOf(c));
    }
    return quoted.append('"').toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import java.util.Map;
import java.util.TreeMap;

/**
 * An object with names of the writer's choice, never empty. A name is a lower-case letter and up to
 * 63 of {@code a-z 0-9 _ .}, so that its order is the same in every encoding.
 *
 * @param value what each member is
 * @param most how many there may be
 */
public record HeaderTable(HeaderShape value, int most) implements HeaderShape {

  private static final int LONGEST_NAME = 64;

  @Override
  public void write(JsonValue table, HeaderWriter out) {
    if (!(table instanceof JsonObject object)) {
      throw out.refused(table, allowed());
    }
    if (object.size() == 0 || object.size() > most) {
      throw out.refused(object.size() + " members", allowed());
    }
    char before = '{';
    for (Map.Entry<String, JsonValue> member : new TreeMap<>(object.members()).entrySet()) {
      if (!isName(member.getKey())) {
        throw out.refused("another name", allowed());
      }
      out.raw(before);
      out.name(member.getKey());
      value.write(member.getValue(), out);
      before = ',';
    }
    out.raw('}');
  }

  @Override
  public void read(HeaderReader in) {
    in.expect('{');
    String last = "";
    int members = 0;
    do {
      String name = in.name();
      if (!isName(name) || ++members > most) {
        throw in.notAllowed("another name or more members", allowed());
      }
      if (name.compareTo(last) <= 0) {
        throw in.notCanonical("names are not in ascending order");
      }
      value.read(in);
      last = name;
    } while (in.more('}'));
  }

  /** Whether it is a name as this format has them. */
  public static boolean isName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME || !isLetter(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isLetter(c) && (c < '0' || c > '9') && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private String allowed() {
    return "an object of 1 to " + most + " members named by a-z 0-9 _ . from a letter on";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads what RFC 9651 calls a List of Items that are Strings with Parameters that are Integers or
 * Strings, as strictly as its section 4.2 asks, and nothing else.
 */
final class FieldReader {

  private final String text;
  private int at;

  private FieldReader(String text) {
    this.text = text;
  }

  /** Returns the parameters of each item by its string; text stays in its quotes. */
  static Map<String, Map<String, String>> list(String text) {
    return new FieldReader(text).list();
  }

  private Map<String, Map<String, String>> list() {
    Map<String, Map<String, String>> items = new LinkedHashMap<>();
    do {
      String name = string();
      if (items.put(name, parameters()) != null) {
        throw new IllegalArgumentException("two items are named " + name);
      }
    } while (comma());
    return items;
  }

  private boolean comma() {
    if (at == text.length()) {
      return false;
    }
    expect(',');
    expect(' ');
    return true;
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    while (at < text.length() && text.charAt(at) == ';') {
      at++;
      int start = at;
      while (at < text.length() && Character.isLowerCase(text.charAt(at))) {
        at++;
      }
      String key = text.substring(start, at);
      expect('=');
      if (parameters.put(key, text.charAt(at) == '"' ? '"' + string() + '"' : integer()) != null) {
        throw new IllegalArgumentException("parameter " + key + " comes twice in " + text);
      }
    }
    return parameters;
  }

  private String integer() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start || at - start > 15) {
      throw new IllegalArgumentException("no Integer at " + start + " of " + text);
    }
    return text.substring(start, at);
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
        if (text.charAt(at) != '"' && text.charAt(at) != '\\') {
          throw new IllegalArgumentException("an escape of its own at " + at + " of " + text);
        }
      }
      char c = text.charAt(at++);
      if (c < ' ' || c > '~') {
        throw new IllegalArgumentException("not ASCII at " + at + " of " + text);
      }
      out.append(c);
    }
    at++;
    return out.toString();
  }

  private void expect(char c) {
    if (at >= text.length() || text.charAt(at) != c) {
      throw new IllegalArgumentException("no " + c + " at " + at + " of " + text);
    }
    at++;
  }
}

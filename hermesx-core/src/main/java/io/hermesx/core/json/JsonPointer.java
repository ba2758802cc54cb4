// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A path into a JSON value (RFC 6901): {@code ""} is the value itself, {@code /items/0/name} a
 * member of its first item.
 *
 * <p>An array index is decimal without leading zeros; {@code -} (the element after the last) is a
 * valid pointer that leads to nothing.
 */
public final class JsonPointer {

  static final JsonPointer ROOT = new JsonPointer(List.of());

  private final List<String> tokens;

  private JsonPointer(List<String> tokens) {
    this.tokens = tokens;
  }

  /**
   * The pointer of its text form; the URI fragment form ({@code #/…}) is not one.
   *
   * @throws IllegalArgumentException when the text is neither empty nor starts with {@code /}, or
   *     contains a {@code ~} that neither 0 nor 1 follows
   */
  public static JsonPointer parse(String text) {
    if (text.isEmpty()) {
      return ROOT;
    }
    if (text.charAt(0) != '/') {
      throw invalid("does not start with /");
    }
    List<String> tokens = new ArrayList<>();
    for (int start = 1, end; start <= text.length(); start = end + 1) {
      end = text.indexOf('/', start);
      end = end < 0 ? text.length() : end;
      tokens.add(unescape(text.substring(start, end)));
    }
    return new JsonPointer(List.copyOf(tokens));
  }

  private static String unescape(String token) {
    for (int i = token.indexOf('~'); i >= 0; i = token.indexOf('~', i + 1)) {
      if (!token.startsWith("~0", i) && !token.startsWith("~1", i)) {
        throw invalid("has a ~ that neither 0 nor 1 follows");
      }
    }
    return token.replace("~1", "/").replace("~0", "~");
  }

  private static IllegalArgumentException invalid(String what) {
    return new IllegalArgumentException(
        "The JSON pointer "
            + what
            + "; allowed: \"\" or /-led tokens with ~0 for ~ and ~1 for /. Correct it per RFC 6901.");
  }

  /** This pointer and one step more, to the member of this key (or the element of this index). */
  public JsonPointer append(String key) {
    List<String> longer = new ArrayList<>(tokens.size() + 1);
    longer.addAll(tokens);
    longer.add(key);
    return new JsonPointer(List.copyOf(longer));
  }

  /**
   * This pointer and one step more, to the element of this index.
   *
   * @throws IllegalArgumentException when the index is negative
   */
  public JsonPointer append(int index) {
    if (index < 0) {
      throw new IllegalArgumentException(
          "The index is " + index + "; allowed: 0 or more. Count elements from 0.");
    }
    return append(Integer.toString(index));
  }

  /** This pointer without its last step; the root is its own parent. */
  JsonPointer parent() {
    return tokens.isEmpty() ? this : new JsonPointer(tokens.subList(0, tokens.size() - 1));
  }

  List<String> tokens() {
    return tokens;
  }

  Optional<JsonValue> resolve(JsonValue root) {
    JsonValue value = root;
    for (String token : tokens) {
      Optional<JsonValue> next = step(value, token);
      if (next.isEmpty()) {
        return next;
      }
      value = next.get();
    }
    return Optional.of(value);
  }

  private static Optional<JsonValue> step(JsonValue value, String token) {
    if (value instanceof JsonObject object) {
      return object.find(token);
    }
    if (value instanceof JsonArray array) {
      int index = index(token);
      return index >= 0 && index < array.items().size()
          ? Optional.of(array.items().get(index))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** The index a token names, or -1: digits only (ASCII), no leading zero, at most nine of them. */
  private static int index(String token) {
    if (token.isEmpty() || token.length() > 9 || (token.length() > 1 && token.charAt(0) == '0')) {
      return -1;
    }
    int index = 0;
    for (int i = 0; i < token.length(); i++) {
      int digit = token.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      index = index * 10 + digit;
    }
    return index;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonPointer that && tokens.equals(that.tokens);
  }

  @Override
  public int hashCode() {
    return tokens.hashCode();
  }

  /** The text form, which {@link #parse} reads back. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (String token : tokens) {
      out.append('/').append(token.replace("~", "~0").replace("/", "~1"));
    }
    return out.toString();
  }
}

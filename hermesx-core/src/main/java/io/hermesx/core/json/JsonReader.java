// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a JSON text strictly. Jackson cuts it into tokens and refuses what is not RFC 8259; this
 * class builds the value and refuses what Jackson lets pass: duplicate keys, lone surrogates,
 * inexact numbers, trailing content, a byte order mark, and more than the limits allow. Recursion
 * is as deep as the nesting, which the limits bound.
 *
 * <p>The factory keeps no state between texts: no symbol table, no interning, no recycled buffers.
 */
final class JsonReader {

  private static final int LONGEST_NUMBER = 1000;

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .streamReadConstraints(
              StreamReadConstraints
                  .builder() // the text is in memory and bounded; the finer limits are checked here
                  .maxNestingDepth(JsonLimits.MAX_DEPTH + 1)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final String text;
  private final JsonLimits limits;
  private final JsonParser tokens;
  private int values;

  private JsonReader(String text, JsonLimits limits, JsonParser tokens) {
    this.text = text;
    this.limits = limits;
    this.tokens = tokens;
  }

  static JsonValue read(String text, JsonLimits limits) {
    limits.checkBytes(text.length() > limits.maxBytes() ? text.length() : Utf8.length(text));
    if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
      throw new JsonSyntaxException(
          TextPosition.START,
          "the text starts with a byte order mark",
          "JSON text without one",
          "remove U+FEFF");
    }
    refuseLoneSurrogate(text);
    char[] characters = text.toCharArray();
    try (JsonParser tokens = JACKSON.createParser(characters, 0, characters.length)) {
      return new JsonReader(text, limits, tokens).document();
    } catch (JsonProcessingException e) {
      throw malformed(text, e);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from memory failed", e);
    }
  }

  private static void refuseLoneSurrogate(String text) {
    int at = Utf8.loneSurrogate(text);
    if (at >= 0) {
      throw new JsonSyntaxException(
          TextPosition.of(text, at),
          "a surrogate stands without its partner",
          "valid Unicode",
          "repair the text at its source");
    }
  }

  private JsonValue document() throws IOException {
    JsonToken token = tokens.nextToken();
    if (token == null) {
      throw refused("there is no value", "exactly one JSON value", "send a value");
    }
    JsonValue value = value(token, 0);
    if (tokens.nextToken() != null) {
      throw refused(
          "content follows the value",
          "one JSON value and whitespace around it",
          "send one value in a text");
    }
    return value;
  }

  private JsonValue value(JsonToken token, int enclosing) throws IOException {
    if (++values > limits.maxMembers()) {
      throw refused(
          "there are more values than the limit",
          "at most " + limits.maxMembers(),
          "send fewer, or raise maxMembers");
    }
    return switch (token) {
      case START_OBJECT -> object(deeper(enclosing));
      case START_ARRAY -> array(deeper(enclosing));
      case VALUE_STRING -> new JsonString(string("a string"));
      case VALUE_NUMBER_INT -> integer(literal());
      case VALUE_NUMBER_FLOAT -> decimal(literal());
      case VALUE_TRUE -> JsonBoolean.TRUE;
      case VALUE_FALSE -> JsonBoolean.FALSE;
      case VALUE_NULL -> JsonNull.INSTANCE;
      default -> throw new IllegalStateException("Not the start of a value: " + token);
    };
  }

  private int deeper(int enclosing) {
    if (enclosing >= limits.maxDepth()) {
      throw refused(
          "the nesting is deeper than the limit",
          "at most " + limits.maxDepth() + " containers",
          "flatten, or raise maxDepth");
    }
    return enclosing + 1;
  }

  private JsonObject object(int depth) throws IOException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    while (tokens.nextToken() != JsonToken.END_OBJECT) {
      String key = string("a key");
      if (members.containsKey(key)) {
        throw refused(
            "the key " + SafeText.name(key) + " occurs twice in an object",
            "unique keys",
            "keep one of the two");
      }
      members.put(key, value(tokens.nextToken(), depth));
    }
    return members.isEmpty() ? JsonObject.empty() : new JsonObject(members);
  }

  private JsonArray array(int depth) throws IOException {
    List<JsonValue> items = new ArrayList<>();
    for (JsonToken token = tokens.nextToken();
        token != JsonToken.END_ARRAY;
        token = tokens.nextToken()) {
      items.add(value(token, depth));
    }
    return JsonArray.of(items);
  }

  /** The unescaped text of the current string or key; an escape can hide a lone surrogate. */
  private String string(String what) throws IOException {
    String unescaped = tokens.getText();
    if (unescaped.length() > limits.maxStringLength()) {
      throw refused(
          what + " is longer than the limit",
          "at most " + limits.maxStringLength() + " UTF-16 code units",
          "shorten it, or raise maxStringLength");
    }
    if (Utf8.loneSurrogate(unescaped) >= 0) {
      throw refused(
          what + " has an escaped surrogate without its partner",
          "valid Unicode",
          "escape both halves or neither");
    }
    return unescaped;
  }

  private String literal() throws IOException {
    String literal = tokens.getText();
    if (literal.length() > LONGEST_NUMBER) {
      throw tooLong(TextPosition.of(text, (int) tokens.currentTokenLocation().getCharOffset()));
    }
    return literal;
  }

  private static JsonSyntaxException tooLong(TextPosition at) {
    return new JsonSyntaxException(
        at,
        "a number literal is too long",
        "at most " + LONGEST_NUMBER + " characters",
        "send it as a string");
  }

  private JsonNumber integer(String literal) {
    return NumberLiteral.integer(literal)
        .orElseThrow(
            () ->
                refused(
                    "an integer has no exact double",
                    "integers up to 2^53 in magnitude, and larger ones a double keeps",
                    "send it as a string"));
  }

  private JsonNumber decimal(String literal) {
    return NumberLiteral.decimal(literal)
        .orElseThrow(
            () ->
                refused(
                    "a number is too large or too small for a double",
                    "magnitudes from 5e-324 to 1.7976931348623157e308, and 0",
                    "send it as a string"));
  }

  private JsonSyntaxException refused(String what, String allowed, String next) {
    int offset = (int) tokens.currentTokenLocation().getCharOffset();
    return new JsonSyntaxException(TextPosition.of(text, Math.max(0, offset)), what, allowed, next);
  }

  /** Jackson's own refusal without its message, which repeats the text. */
  private static JsonSyntaxException malformed(String text, JsonProcessingException e) {
    long offset = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
    TextPosition at = TextPosition.of(text, (int) Math.max(0, Math.min(offset, text.length())));
    if (e instanceof StreamConstraintsException) {
      return tooLong(at);
    }
    if (e instanceof JsonEOFException) {
      return new JsonSyntaxException(
          at, "the text ends within a value", "complete JSON", "send the whole text");
    }
    return new JsonSyntaxException(
        at,
        "the text is not JSON here",
        "the grammar of RFC 8259, without extensions",
        "correct the text");
  }
}

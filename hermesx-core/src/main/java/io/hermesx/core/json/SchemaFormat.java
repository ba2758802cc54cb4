// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The formats that are checked: those of JSON Schema on strings, and the ranges that OpenAPI names
 * on numbers.
 */
@SuppressWarnings("ImmutableEnumChecker") // the tests are lambdas without state
enum SchemaFormat {
  DATE_TIME("date-time", FormatText::isDateTime),
  DATE("date", FormatText::isDate),
  TIME("time", FormatText::isTime),
  DURATION("duration", FormatText::isDuration),
  EMAIL("email", FormatText::isEmail),
  HOSTNAME("hostname", FormatText::isHostname),
  IPV4("ipv4", FormatText::isIpv4),
  IPV6("ipv6", FormatText::isIpv6),
  URI("uri", FormatText::isUri),
  URI_REFERENCE("uri-reference", FormatText::isUriReference),
  UUID("uuid", FormatText::isUuid),
  JSON_POINTER("json-pointer", FormatText::isPointer),
  PASSWORD("password", text -> true),

  INT32("int32", -0x1p31, 0x1p31),
  INT64("int64", -0x1p63, 0x1p63),
  UINT32("uint32", 0, 0x1p32),
  UINT64("uint64", 0, 0x1p64),
  FLOAT("float", number -> Math.abs(number) <= Float.MAX_VALUE, text -> true),
  DOUBLE("double", number -> true, text -> true);

  private static final Map<String, SchemaFormat> BY_WORD =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(SchemaFormat::word, Function.identity()));

  private final String word;
  private final DoublePredicate numbers;
  private final Predicate<String> texts;

  SchemaFormat(String word, DoublePredicate numbers, Predicate<String> texts) {
    this.word = word;
    this.numbers = numbers;
    this.texts = texts;
  }

  SchemaFormat(String word, Predicate<String> texts) {
    this(word, number -> true, texts);
  }

  /** Integers from one bound to below the other. */
  SchemaFormat(String word, double from, double below) {
    this(
        word,
        number -> number == Math.rint(number) && number >= from && number < below,
        text -> true);
  }

  static Optional<SchemaFormat> find(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  static String words() {
    return Arrays.stream(values()).map(SchemaFormat::word).collect(Collectors.joining(", "));
  }

  String word() {
    return word;
  }

  boolean fits(String text) {
    return texts.test(text);
  }

  boolean fits(double number) {
    return numbers.test(number);
  }
}

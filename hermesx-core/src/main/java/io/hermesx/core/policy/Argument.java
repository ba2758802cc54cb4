// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.json.JsonBoolean;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonPointer;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import java.util.Arrays;
import java.util.List;

/**
 * A place in a tool's arguments that a rule sets a condition on: {@code
 * Argument.at("/amount").greaterThan(100)}.
 *
 * <p>Comparisons are typed and exact: the text {@code "100"} is not the number 100, {@code null} is
 * not absent, texts are compared by code unit without case folding or normalisation, numbers are
 * doubles as everywhere in JSON. A value of another kind, or none, leaves a comparison undecided;
 * {@link ArgumentCondition} says what that means. Operands are at most 1,024 characters.
 *
 * <p>Immutable and thread-safe.
 */
public final class Argument {

  private static final int MAX_POINTER = 256;

  private final JsonPointer pointer;

  private Argument(JsonPointer pointer) {
    this.pointer = pointer;
  }

  /**
   * The place an RFC 6901 pointer leads to.
   *
   * @param pointer such as {@code /amount} or {@code /items/0/sku}; 2 to 256 characters
   * @throws IllegalArgumentException if it is not a pointer, or the empty one
   */
  public static Argument at(String pointer) {
    if (pointer.isEmpty() || pointer.length() > MAX_POINTER) {
      throw new IllegalArgumentException(
          "the pointer of a condition has "
              + pointer.length()
              + " characters, allowed: 1 to "
              + MAX_POINTER
              + "; name a member, such as /amount");
    }
    return new Argument(JsonPointer.parse(pointer));
  }

  /** The text is this one. */
  public ArgumentCondition equalTo(String text) {
    return oneOf(text);
  }

  /** The number is this one; {@code 5}, {@code 5.0} and {@code 5e0} are the same. */
  public ArgumentCondition equalTo(double number) {
    return oneOf(number);
  }

  /** The boolean is this one. */
  public ArgumentCondition equalTo(boolean truth) {
    return is(OneOfCheck.of(List.of(JsonBoolean.of(truth))));
  }

  /** The text is one of these; 1 to 1,000. */
  public ArgumentCondition oneOf(String... texts) {
    return oneOf(Arrays.stream(texts).<JsonValue>map(JsonString::new).toList());
  }

  /** The number is one of these; 1 to 1,000. */
  public ArgumentCondition oneOf(double... numbers) {
    return oneOf(Arrays.stream(numbers).<JsonValue>mapToObj(JsonNumber::of).toList());
  }

  ArgumentCondition oneOf(List<JsonValue> values) {
    for (JsonValue value : values) {
      if (value instanceof JsonString text) {
        ConditionText.require("text", text.value(), 0);
      }
    }
    return is(OneOfCheck.of(values));
  }

  /** The number is greater. */
  public ArgumentCondition greaterThan(double bound) {
    return compare(NumberCheck.Order.GREATER_THAN, bound);
  }

  /** The number is equal or greater. */
  public ArgumentCondition atLeast(double bound) {
    return compare(NumberCheck.Order.AT_LEAST, bound);
  }

  /** The number is less. */
  public ArgumentCondition lessThan(double bound) {
    return compare(NumberCheck.Order.LESS_THAN, bound);
  }

  /** The number is equal or less. */
  public ArgumentCondition atMost(double bound) {
    return compare(NumberCheck.Order.AT_MOST, bound);
  }

  ArgumentCondition compare(NumberCheck.Order order, double bound) {
    return is(new NumberCheck(order, JsonNumber.of(bound)));
  }

  /**
   * The text starts with this one. Not for URLs (refused) and not for paths, where {@code /data}
   * also starts {@code /database}: use {@link #hostUnder} and {@link #pathUnder}.
   */
  public ArgumentCondition startsWith(String prefix) {
    return is(new PrefixCheck(prefix));
  }

  /** There is a value, null included. */
  public ArgumentCondition exists() {
    return new ArgumentCondition(pointer, null, false);
  }

  /** There is no value; null is one. */
  public ArgumentCondition absent() {
    return exists().not();
  }

  /**
   * The text is an http or https URL with this host, in any case, on any port. A URL that parsers
   * could read in several ways (user info, backslash, trailing dot, non-ASCII or encoded host,
   * unusual spellings of addresses, IPv6) leaves it undecided. The name is judged, not what it
   * resolves to: addresses are the business of the code that connects.
   *
   * @param host a lower-case ASCII name such as {@code api.example.com}, or an IPv4 address
   */
  public ArgumentCondition hostEquals(String host) {
    return is(new HostCheck(host, false));
  }

  /** As {@link #hostEquals}, for this name and every name below it. */
  public ArgumentCondition hostUnder(String host) {
    return is(new HostCheck(host, true));
  }

  /**
   * The text is an absolute POSIX path of this folder or of something below it; {@code //} and
   * {@code .} are dropped first. A path that could be read as another one (relative, with {@code
   * ..}, a backslash, a percent sign, a control character, or a segment that differs only in case
   * or holds non-ASCII) leaves it undecided: nothing is decoded and no link is followed.
   *
   * @param folder such as {@code /srv/reports}
   */
  public ArgumentCondition pathUnder(String folder) {
    return is(PathCheck.under(folder));
  }

  private ArgumentCondition is(ValueCheck check) {
    return new ArgumentCondition(pointer, check, false);
  }
}

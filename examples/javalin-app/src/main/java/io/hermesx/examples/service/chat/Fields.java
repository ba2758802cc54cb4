// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonBoolean;
import io.hermesx.core.json.JsonKind;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonPointer;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import io.hermesx.examples.service.http.Problem;
import io.hermesx.examples.service.http.Problems;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The members of one object of the body, read strictly: a member of the wrong kind, or one that
 * nobody knows, is a problem that names its place. A null counts as not there, as clients mean it.
 */
final class Fields {

  private final JsonObject object;
  private final String pointer;

  Fields(JsonObject object, String pointer) {
    this.object = object;
    this.pointer = pointer;
  }

  /** The members of something that must be an object. */
  static Fields of(JsonValue value, String pointer) {
    if (value instanceof JsonObject object) {
      return new Fields(object, pointer);
    }
    throw refusal(pointer, "must be an object");
  }

  /** Refuses members of other names. */
  void requireOnly(Set<String> names) {
    for (String key : object.keys()) {
      if (!names.contains(key)) {
        throw problem(key, "is not known here; take it away");
      }
    }
  }

  Set<String> keys() {
    return object.keys();
  }

  Optional<JsonValue> value(String key) {
    return object.find(key).filter(value -> value.kind() != JsonKind.NULL);
  }

  Optional<String> text(String key) {
    return member(key, JsonString.class, "a string").map(JsonString::value);
  }

  String requireText(String key) {
    return text(key).orElseThrow(() -> problem(key, "is missing; it must be a string"));
  }

  Optional<Boolean> truth(String key) {
    return member(key, JsonBoolean.class, "true or false").map(value -> value == JsonBoolean.TRUE);
  }

  Optional<Fields> object(String key) {
    return member(key, JsonObject.class, "an object").map(value -> new Fields(value, at(key)));
  }

  Fields requireObject(String key) {
    return object(key).orElseThrow(() -> problem(key, "is missing; it must be an object"));
  }

  JsonObject json() {
    return object;
  }

  List<JsonValue> array(String key, int most) {
    List<JsonValue> items =
        member(key, JsonArray.class, "an array").map(JsonArray::items).orElse(List.of());
    if (items.size() > most) {
      throw problem(key, "has " + items.size() + " items, allowed: up to " + most);
    }
    return items;
  }

  /** A number within a range, both ends included. */
  Optional<Double> number(String key, double least, double most) {
    Optional<Double> number =
        member(key, JsonNumber.class, "a number").map(JsonNumber::doubleValue);
    if (number.isPresent() && (number.get() < least || number.get() > most)) {
      throw problem(key, "is out of range, allowed: " + least + " to " + most);
    }
    return number;
  }

  /** A whole number within a range, both ends included. */
  Optional<Long> whole(String key, long least, long most) {
    Optional<JsonNumber> number = member(key, JsonNumber.class, "a whole number");
    if (number.isEmpty()) {
      return Optional.empty();
    }
    double value = number.get().doubleValue();
    if (!number.get().isInteger() || value < least || value > most) {
      throw problem(key, "must be a whole number, allowed: " + least + " to " + most);
    }
    return Optional.of((long) value);
  }

  /** The place of a member. */
  String at(String key) {
    return pointer + JsonPointer.parse("").append(key);
  }

  /** A problem with a member. */
  RuntimeException problem(String key, String detail) {
    return refusal(at(key), detail);
  }

  static RuntimeException refusal(String pointer, String detail) {
    return Problems.invalidBody(List.of(new Problem.Place(pointer, pointer + " " + detail)));
  }

  private <T extends JsonValue> Optional<T> member(String key, Class<T> kind, String expected) {
    Optional<JsonValue> value = value(key);
    if (value.isPresent() && !kind.isInstance(value.get())) {
      throw problem(key, "must be " + expected);
    }
    return value.map(kind::cast);
  }
}

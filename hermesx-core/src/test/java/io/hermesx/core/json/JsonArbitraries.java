// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random JSON values: all kinds, awkward texts and numbers, nested a few levels. */
final class JsonArbitraries {

  private JsonArbitraries() {}

  static Arbitrary<JsonValue> values() {
    return values(3);
  }

  static Arbitrary<JsonObject> objects() {
    return objects(values(2));
  }

  static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(6),
        Arbitraries.strings().all().ofMaxLength(6).filter(text -> Utf8.loneSurrogate(text) < 0),
        Arbitraries.of(
            "",
            "a",
            "b",
            "aa",
            "\"",
            "\\",
            "/",
            "\u0000",
            "\u001f",
            "\u007f",
            "\u2028",
            "é",
            "e\u0301",
            "İ",
            "ı",
            "\ud83d\ude00",
            "\ufffd",
            "\uffff",
            "\ufeff"));
  }

  static Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite),
        Arbitraries.integers().map(Integer::doubleValue),
        Arbitraries.longs().map(Long::doubleValue),
        Arbitraries.integers().map(cents -> cents / 100.0),
        Arbitraries.of(
            0.0,
            -0.0,
            0.1,
            1e21,
            1e-7,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.MIN_NORMAL,
            0x1p53,
            0x1p53 + 2));
  }

  private static Arbitrary<JsonValue> values(int depth) {
    Arbitrary<JsonValue> scalars =
        Arbitraries.oneOf(
            texts().map(JsonString::new),
            doubles().map(JsonNumber::of),
            Arbitraries.of(JsonBoolean.TRUE, JsonBoolean.FALSE),
            Arbitraries.just(JsonNull.INSTANCE));
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<JsonValue> inner = values(depth - 1);
    return Arbitraries.oneOf(
        scalars,
        objects(inner).map(o -> o),
        inner.list().ofMaxSize(4).map(items -> JsonArray.of(items)));
  }

  private static Arbitrary<JsonObject> objects(Arbitrary<JsonValue> inner) {
    return Arbitraries.maps(texts(), inner)
        .ofMaxSize(5)
        .map(members -> object(List.copyOf(members.entrySet())));
  }

  static JsonObject object(List<Map.Entry<String, JsonValue>> members) {
    JsonObject.Builder builder = JsonObject.builder();
    members.forEach(member -> builder.put(member.getKey(), member.getValue()));
    return builder.build();
  }
}

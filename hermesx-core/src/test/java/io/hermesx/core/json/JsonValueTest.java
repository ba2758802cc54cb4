// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The values themselves: what they refuse, when they are equal, what their readers say. */
final class JsonValueTest {

  private static final JsonObject ORDER =
      JsonObject.builder()
          .put("sku", "A-1")
          .put("count", 3)
          .put("price", JsonNumber.of(9.5))
          .put("gift", true)
          .build();

  @Test
  void object_keepsItsOrder_andIgnoresItInEquality() {
    JsonObject other =
        JsonObject.builder()
            .put("gift", true)
            .put("price", JsonNumber.of(9.5))
            .put("count", 3)
            .put("sku", "A-1")
            .build();
    assertThat(ORDER.keys()).containsExactly("sku", "count", "price", "gift");
    assertThat(ORDER.toJson())
        .isEqualTo("{\"sku\":\"A-1\",\"count\":3,\"price\":9.5,\"gift\":true}")
        .hasToString(ORDER.toString());
    assertThat(other).isEqualTo(ORDER).hasSameHashCodeAs(ORDER);
    assertThat(other.toJson()).isNotEqualTo(ORDER.toJson());
    assertThat(other.canonical()).isEqualTo(ORDER.canonical());
  }

  @Test
  void builder_withADuplicateKey_throws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonObject.builder().put("a", 1).put("a", 1))
        .withMessageContaining("\"a\" is put twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonObject.of("a", JsonNull.INSTANCE, "a", JsonNull.INSTANCE));
  }

  @Test
  void builder_usedFurther_leavesTheBuiltObjectAlone() {
    JsonObject.Builder builder = JsonObject.builder().put("a", 1);
    JsonObject first = builder.build();
    JsonObject second = builder.put("b", 2).build();
    assertThat(first.size()).isEqualTo(1);
    assertThat(second.size()).isEqualTo(2);
  }

  @Test
  void containers_areImmutable() {
    List<JsonValue> items = new ArrayList<>(List.of(JsonNull.INSTANCE));
    JsonArray array = JsonArray.of(items);
    items.clear();
    assertThat(array.items()).hasSize(1);
    assertThatThrownBy(() -> array.items().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ORDER.members().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ORDER.keys().remove("sku"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(
            () -> ORDER.members().entrySet().iterator().next().setValue(JsonNull.INSTANCE))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void containers_nestedTooDeep_areRefusedWhereTheyAreMade() {
    JsonValue deepest = JsonArray.of();
    for (int i = 1; i < JsonLimits.MAX_DEPTH; i++) {
      deepest = i % 2 == 0 ? JsonArray.of(deepest) : JsonObject.of("a", deepest);
    }
    JsonValue value = deepest;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonArray.of(value))
        .withMessageContaining("256 containers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonObject.of("a", value))
        .withMessageContaining("256 containers");
  }

  @Test
  void readers_answerTheirKind() {
    assertThat(ORDER.string("sku")).isEqualTo("A-1");
    assertThat(ORDER.integer("count")).isEqualTo(3);
    assertThat(ORDER.number("count")).isEqualTo(3);
    assertThat(ORDER.number("price")).isEqualTo(9.5);
    assertThat(ORDER.bool("gift")).isTrue();
    assertThat(ORDER.find("sku")).contains(new JsonString("A-1"));
    assertThat(ORDER.find("nope")).isEmpty();
    assertThat(ORDER.require("gift")).isEqualTo(JsonBoolean.TRUE);
  }

  @Test
  void readers_ofAnotherKind_nameKeyKindsButNotTheValue() {
    assertThatExceptionOfType(JsonTypeException.class)
        .isThrownBy(() -> ORDER.integer("sku"))
        .withMessage(
            "JSON member \"sku\" is a string; expected: an integer in the range of a long.");
    assertThatExceptionOfType(JsonTypeException.class)
        .isThrownBy(() -> ORDER.integer("price"))
        .withMessage(
            "JSON member \"price\" is a number; expected: an integer in the range of a long.");
    assertThatExceptionOfType(JsonTypeException.class)
        .isThrownBy(() -> ORDER.string("nope"))
        .withMessage("JSON member \"nope\" is absent; expected: a string.");
    assertThatExceptionOfType(JsonTypeException.class)
        .isThrownBy(() -> ORDER.require("nope"))
        .withMessageContaining("absent");
    assertThatExceptionOfType(JsonTypeException.class)
        .isThrownBy(() -> ORDER.number("gift"))
        .withMessageContaining("a number");
    assertThatExceptionOfType(JsonTypeException.class)
        .isThrownBy(() -> ORDER.bool("count"))
        .withMessageContaining("a boolean");
  }

  @Test
  void string_withALoneSurrogate_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonString("a\ud800"))
        .withMessageContaining("index 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonString("\udc00\ud800"))
        .withMessageContaining("index 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonObject.of("\ud800", JsonNull.INSTANCE))
        .withMessageContaining("key");
    assertThat(new JsonString("\ud83d\ude00").toJson()).isEqualTo("\"\ud83d\ude00\"");
  }

  @Test
  void strings_composedAndDecomposed_areTwoValues() {
    assertThat(new JsonString("\u00e9")).isNotEqualTo(new JsonString("e\u0301"));
  }

  @Test
  void kinds_areTold() {
    assertThat(JsonObject.empty().kind()).isEqualTo(JsonKind.OBJECT);
    assertThat(JsonArray.of().kind()).isEqualTo(JsonKind.ARRAY);
    assertThat(new JsonString("").kind()).isEqualTo(JsonKind.STRING);
    assertThat(JsonNumber.of(0).kind()).isEqualTo(JsonKind.NUMBER);
    assertThat(JsonBoolean.of(false))
        .isEqualTo(JsonBoolean.FALSE)
        .extracting(JsonValue::kind)
        .isEqualTo(JsonKind.BOOLEAN);
    assertThat(JsonNull.INSTANCE.kind()).isEqualTo(JsonKind.NULL);
  }

  @Test
  void values_ofDifferentKinds_areNeverEqual() {
    List<JsonValue> values =
        List.of(
            JsonObject.empty(),
            JsonArray.of(),
            new JsonString(""),
            JsonNumber.of(0),
            JsonBoolean.FALSE,
            JsonNull.INSTANCE,
            new JsonString("0"),
            new JsonString("null"));
    assertThat(values).doesNotHaveDuplicates();
    assertThat(values.stream().map(JsonValue::canonical)).doesNotHaveDuplicates();
  }

  @Test
  void arrayOfStrings_isAnArrayOfJsonStrings() {
    assertThat(JsonArray.ofStrings(List.of("a", "b")).toJson()).isEqualTo("[\"a\",\"b\"]");
    assertThat(JsonArray.of(JsonNumber.of(1), JsonNumber.of(2)))
        .isNotEqualTo(JsonArray.of(JsonNumber.of(2), JsonNumber.of(1)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways into a value, the limits, and what a refusal says. */
final class JsonParserTest {

  private static final JsonLimits TIGHT = new JsonLimits(40, 2, 5, 4);

  private static JsonSyntaxException refusal(String text, JsonLimits limits) {
    return catchThrowableOfType(JsonSyntaxException.class, () -> JsonValue.parse(text, limits));
  }

  @Test
  void document_withEveryKind_isRead() {
    JsonValue value =
        JsonValue.parse(
            " {\"o\":{},\"a\":[1,-2.5e1],\"s\":\"x\\u00e9\",\"t\":true,\"f\":false,\"n\":null} ");
    assertThat(value)
        .isEqualTo(
            JsonObject.builder()
                .put("o", JsonObject.empty())
                .put("a", JsonArray.of(JsonNumber.of(1), JsonNumber.of(-25)))
                .put("s", "xé")
                .put("t", true)
                .put("f", false)
                .put("n", JsonNull.INSTANCE)
                .build());
    assertThat(JsonValue.parse(value.toJson().getBytes(UTF_8), JsonLimits.STANDARD))
        .isEqualTo(value);
  }

  @Test
  void rawLoneSurrogate_inAString_isRefused() {
    assertThat(refusal("[\"a\ud800\"]", JsonLimits.STANDARD))
        .hasMessageContaining("line 1, column 4: a surrogate");
    assertThat(refusal("{\"\udc00\":1}", JsonLimits.STANDARD)).hasMessageContaining("a surrogate");
    assertThat(refusal("\"\ud83d" + "\\ude00\"", JsonLimits.STANDARD))
        .as("half raw, half escaped")
        .isNotNull();
    assertThat(JsonValue.parse("\"\ud83d\ude00\"")).isEqualTo(new JsonString("\ud83d\ude00"));
  }

  @Test
  void refusal_namesItsPlace() {
    JsonSyntaxException refusal = refusal("{\n  \"a\": 1,\n  \"a\": 2\n}", JsonLimits.STANDARD);
    assertThat(refusal.line()).isEqualTo(3);
    assertThat(refusal.column()).isEqualTo(3);
    assertThat(refusal.offset()).isEqualTo(14);
    assertThat(refusal)
        .hasMessage(
            "JSON refused at line 3, column 3: the key \"a\" occurs twice in an object; allowed: unique keys. Next step: keep one of the two.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"password\": hunter2}",
        "hunter2",
        "\"hunter2",
        "{\"a\":\"hunter2\" hunter2}",
        "{\"hunter2 \":1,\"hunter2 \":2}",
        "\"\\hunter2\"",
        "[1hunter2]",
        "{\"hunter2\":1e999}"
      })
  void refusal_doesNotRepeatTheText(String text) {
    assertThat(refusal(text, JsonLimits.STANDARD).getMessage()).doesNotContain("hunter", "\\h");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[[1]]                | [[[1]]]                | nesting is deeper",
        "{\"a\":{\"b\":1}}    | {\"a\":{\"b\":[]}}     | nesting is deeper",
        "[1,2,3]              | [1,2,3,4]              | more values",
        "{\"a\":[],\"b\":[1]} | {\"a\":[],\"b\":[1,2]} | more values",
        "\"12345\"            | \"123456\"             | a string is longer",
        "{\"12345\":1}        | {\"123456\":1}         | a key is longer",
        "[\"\\u00e92345\"]    | [\"\\u00e923456\"]     | a string is longer",
      })
  void limit_reached_isAccepted_exceededIsRefused(String reached, String exceeded, String message) {
    assertThat(JsonValue.parse(reached, TIGHT)).isNotNull();
    assertThat(refusal(exceeded, TIGHT))
        .hasMessageContaining(message)
        .hasMessageContaining("raise max");
  }

  @Test
  void bytes_areCountedInUtf8_beforeAnythingElse() {
    JsonLimits eight = new JsonLimits(8, 2, 100, 4);
    assertThat(JsonValue.parse("\"éé\"  ", eight)).isEqualTo(new JsonString("éé"));
    assertThat(refusal("\"ééé\"", eight)).isNull();
    assertThat(refusal("\"ééé\" ", eight)).hasMessageContaining("more octets");
    assertThat(refusal("\"€€ \"", eight)).hasMessageContaining("more octets");
    assertThat(refusal("\"\ud83d\ude00a\" ", eight)).isNull();
    assertThat(refusal("\"\ud83d\ude00ab\" ", eight)).hasMessageContaining("more octets");
    assertThatThrownBy(
            () -> JsonValue.parse(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1}, eight))
        .hasMessageContaining("more octets");
  }

  @Test
  void scalar_atDepthZero_isAccepted() {
    JsonLimits flat = new JsonLimits(10, 0, 10, 1);
    assertThat(JsonValue.parse("1", flat)).isEqualTo(JsonNumber.of(1));
    assertThat(refusal("[]", flat)).hasMessageContaining("nesting");
  }

  @Test
  void deepestNesting_isReadWrittenAndCompared_onASmallStack() throws InterruptedException {
    JsonLimits deepest = new JsonLimits(1 << 20, JsonLimits.MAX_DEPTH, 10, 1000);
    String text = "[".repeat(JsonLimits.MAX_DEPTH) + "]".repeat(JsonLimits.MAX_DEPTH);
    boolean[] same = new boolean[1];
    Thread small =
        new Thread(
            null,
            () -> {
              JsonValue value = JsonValue.parse(text, deepest);
              same[0] =
                  value.canonical().equals(text)
                      && value.equals(JsonValue.parse(text, deepest))
                      && value.hashCode() == JsonValue.parse(text, deepest).hashCode();
            },
            "small stack",
            256 * 1024);
    small.start();
    small.join();
    assertThat(same[0]).isTrue();
    assertThat(refusal('[' + text + ']', deepest)).hasMessageContaining("at most 256 containers");
  }

  @Test
  void parseObject_ofAnotherKind_isRefused() {
    assertThat(JsonObject.parseObject("{\"a\":1}").integer("a")).isEqualTo(1);
    assertThatThrownBy(() -> JsonObject.parseObject("[1]"))
        .isInstanceOf(JsonSyntaxException.class)
        .hasMessageContaining("the text is an array; allowed: an object");
  }

  @Test
  void limits_outOfRange_areRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonLimits(0, 1, 1, 1))
        .withMessage("maxBytes is 0; allowed: 1 to 268435456. Choose a value in that range.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonLimits(1, 257, 1, 1))
        .withMessageContaining("maxDepth is 257");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonLimits(1, -1, 1, 1))
        .withMessageContaining("maxDepth is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonLimits(1, 1, -1, 1))
        .withMessageContaining("maxStringLength is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonLimits(1, 1, 1, 0))
        .withMessageContaining("maxMembers is 0");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compiling and validating, mostly by the cases in schema-cases.tsv and formats.tsv. */
final class JsonSchemaTest {

  private static JsonSchema schema(String text) {
    return JsonSchema.compile(JsonObject.parseObject(text));
  }

  private static List<String> messages(String schema, String value) {
    return schema(schema).validate(JsonValue.parse(value)).stream()
        .map(JsonSchemaViolation::message)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> brokenValue_isNamed_andItsControlIsValid() throws IOException {
    return CaseFile.read("schema-cases.tsv", "violated").stream()
        .map(c -> dynamicTest(c[1], () -> violated(c[1], c[2], c[3], c[4])));
  }

  private static void violated(String message, String schema, String value, String control) {
    assertThat(messages(schema, value)).anySatisfy(found -> assertThat(found).startsWith(message));
    assertThat(messages(schema, control)).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> validValue_hasNoViolation() throws IOException {
    return CaseFile.read("schema-cases.tsv", "accepted").stream()
        .map(c -> dynamicTest(c[1], () -> assertThat(messages(c[1], c[2])).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> schemaThatIsNotStrict_isRefused_andItsControlIsNot() throws IOException {
    return CaseFile.read("schema-cases.tsv", "refused").stream()
        .map(c -> dynamicTest(c[1] + ": " + c[2], () -> refused(c[1], c[2], c[3])));
  }

  private static void refused(String message, String schema, String control) {
    assertThatThrownBy(() -> schema(schema))
        .isInstanceOf(JsonSchemaException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("allowed: ")
        .hasMessageContaining("Next step: ")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500).doesNotContain("5ecret"));
    assertThat(schema(control)).isNotNull();
  }

  @TestFactory
  Stream<DynamicTest> format_acceptsItsTexts_andNoOthers() throws IOException {
    return CaseFile.read("formats.tsv").stream()
        .map(
            c ->
                dynamicTest(
                    c[0] + " " + c[1] + " '" + c[2] + "'",
                    () -> format(c[0], c[1].equals("accepted"), c[2])));
  }

  private static void format(String format, boolean valid, String text) {
    JsonSchema schema =
        schema("{\"type\":\"object\",\"properties\":{\"v\":{\"format\":\"" + format + "\"}}}");
    assertThat(schema.validate(JsonObject.of("v", new JsonString(text))).isEmpty())
        .isEqualTo(valid);
    assertThat(schema.validate(JsonObject.of("v", JsonBoolean.TRUE)))
        .as("a format is about strings")
        .isEmpty();
  }

  @Test
  void batteries_areWhole() throws IOException {
    assertThat(CaseFile.read("schema-cases.tsv", "violated"))
        .hasSizeGreaterThan(45)
        .allSatisfy(c -> assertThat(c).hasSize(5));
    assertThat(CaseFile.read("schema-cases.tsv", "accepted"))
        .hasSizeGreaterThan(12)
        .allSatisfy(c -> assertThat(c).hasSize(3));
    assertThat(CaseFile.read("schema-cases.tsv", "refused"))
        .hasSizeGreaterThan(55)
        .allSatisfy(c -> assertThat(c).hasSize(4));
    assertThat(CaseFile.read("formats.tsv"))
        .hasSizeGreaterThan(100)
        .allSatisfy(c -> assertThat(c).hasSize(3));
    assertThat(CaseFile.read("formats.tsv").stream().map(c -> c[0]).collect(Collectors.toSet()))
        .hasSize(13);
  }

  @Test
  void numberFormats_areRanges() {
    String all =
        "{\"type\":\"object\",\"additionalProperties\":false,\"patternProperties\":{\"int32\":{\"format\":\"int32\"},"
            + "\"int64\":{\"format\":\"int64\"},\"uint32\":{\"format\":\"uint32\"},\"uint64\":{\"format\":\"uint64\"},\"float\":{\"format\":\"float\"},\"double\":{\"format\":\"double\"}}}";
    assertThat(
            messages(
                all.replace("\"int32\":", "\"^int32\":").replace("\"int64\":", "\"^int64\":"),
                "{\"int32\":-2147483648,\"int64\":-9223372036854775808,\"uint32\":4294967295,\"uint64\":18446744073709549568,\"float\":1e38,\"double\":1e308}"))
        .isEmpty();
    assertThat(messages(all, "{\"int32\":2147483648}")).hasSize(1);
    assertThat(messages(all, "{\"int32\":1.5}")).hasSize(1);
    assertThat(messages(all, "{\"int64\":9223372036854775808}")).hasSize(1);
    assertThat(messages(all, "{\"float\":1e39}")).hasSize(1);
  }

  @Test
  void violation_hasPointerAndKeyword() {
    JsonSchema schema =
        schema(
            "{\"type\":\"object\",\"properties\":{\"a/b\":{\"items\":{\"type\":\"string\"}}},\"required\":[\"c\"]}");
    assertThat(schema.validate(JsonValue.parse("{\"a/b\":[\"x\",1]}")))
        .extracting(v -> v.pointer() + " " + v.keyword())
        .containsExactlyInAnyOrder("/a~1b/1 type", "/c required");
  }

  @Test
  void message_repeatsNeitherValuesNorUnusualKeys() {
    String value =
        "{\"ssn 123-45-6789\":\"hunter2\",\"a\":\"hunter2\",\"b\":{\"hunter2@example.com\":[\"hunter2\"]}}";
    List<JsonSchemaViolation> violations =
        schema(
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\",\"enum\":[1],\"const\":1,\"pattern\":\"x\",\"format\":\"email\",\"minLength\":20},"
                    + "\"b\":{\"additionalProperties\":{\"items\":{\"type\":\"integer\"}},\"propertyNames\":{\"maxLength\":3}}}}")
            .validate(JsonValue.parse(value));
    assertThat(violations).hasSizeGreaterThan(7);
    assertThat(violations)
        .allSatisfy(
            v ->
                assertThat(v.message())
                    .doesNotContain("hunter", "6789", "example.com")
                    .hasSizeLessThanOrEqualTo(400));
    assertThat(violations)
        .anySatisfy(
            v -> assertThat(v.message()).startsWith("/b/…/0: is a string, allowed: integer"));
  }

  @Test
  void message_ofALargeSchema_isBounded() {
    String many =
        IntStream.range(0, 500)
            .mapToObj(i -> "\"value-" + i + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(
            messages(
                "{\"type\":\"object\",\"properties\":{\"v\":{\"enum\":" + many + "}}}",
                "{\"v\":1}"))
        .singleElement()
        .satisfies(
            message -> assertThat(message).hasSizeLessThanOrEqualTo(400).contains("and 490 more"));
  }

  @Test
  void violations_beyondTwenty_areLeftOut() {
    String hundred =
        IntStream.range(0, 100).mapToObj(i -> "1").collect(Collectors.joining(",", "[", "]"));
    assertThat(
            messages(
                "{\"type\":\"object\",\"properties\":{\"v\":{\"items\":{\"type\":\"string\"}}}}",
                "{\"v\":" + hundred + "}"))
        .hasSize(20);
  }

  @Test
  void exception_namesThePlaceInTheSchema() {
    assertThatThrownBy(() -> schema("{\"type\":\"object\",\"$defs\":{\"a\":{\"minimum\":\"1\"}}}"))
        .isInstanceOfSatisfying(
            JsonSchemaException.class, e -> assertThat(e.pointer()).hasToString("/$defs/a/minimum"))
        .hasMessage(
            "JSON schema refused at /$defs/a/minimum: the value has the wrong shape (it is a string); allowed: a number. Next step: correct it.");
  }

  @Test
  void schema_usedByManyThreads_answersTheSame() {
    JsonSchema schema =
        schema(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/A\"}},\"$defs\":{\"A\":{\"pattern\":\"^a+$\"}}}");
    assertThat(
            IntStream.range(0, 2000)
                .parallel()
                .allMatch(
                    i ->
                        schema
                                .validate(
                                    JsonObject.of("a", new JsonString(i % 2 == 0 ? "aaa" : "b")))
                                .isEmpty()
                            == (i % 2 == 0)))
        .isTrue();
  }
}

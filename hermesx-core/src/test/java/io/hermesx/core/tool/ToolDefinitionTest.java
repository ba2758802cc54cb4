// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonSchemaException;
import io.hermesx.core.json.JsonSyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolDefinitionTest {

  private static final JsonObject SCHEMA = JsonObject.parseObject("{\"type\":\"object\"}");

  @Test
  void pin_everyMemberChanged_changesItAndNoTwoAreTheSame() {
    List<UnaryOperator<ToolDefinition.Builder>> changes =
        List.of(
            builder -> builder,
            builder -> builder.description("Pays money back. "),
            builder -> builder.description("pays money back."),
            builder -> builder.effect(ToolEffect.PURE),
            builder -> builder.effect(ToolEffect.IDEMPOTENT),
            builder -> builder.noArguments(),
            builder -> builder.inputSchema("{\"type\":\"object\",\"title\":\"\"}"),
            builder -> builder.outputSchema(SCHEMA),
            builder -> builder.outputSchema(JsonObject.empty()),
            builder -> builder.server("mcp.example"),
            builder -> builder.server("mcp.example.com"));

    Set<ToolPin> pins = new HashSet<>();
    for (UnaryOperator<ToolDefinition.Builder> change : changes) {
      pins.add(change.apply(refund()).build().pin());
    }
    pins.add(named("Refund").build().pin());

    assertThat(pins).hasSize(changes.size() + 1);
  }

  @Test
  void pin_nothingChanged_isTheSameAndSoIsTheDefinition() {
    ToolDefinition one = refund().outputSchema(SCHEMA).server("mcp.example").build();
    ToolDefinition other =
        named("refund").server("mcp.example").outputSchema(SCHEMA).effect(one.effect()).build();

    assertThat(other.pin()).isEqualTo(one.pin());
    assertThat(other).isEqualTo(one).hasSameHashCodeAs(one);
    assertThat(one).isNotEqualTo(refund().build()).isNotEqualTo(one.pin());
  }

  @Test
  void build_builderUsedAgain_leavesTheFirstDefinitionAsItWas() {
    ToolDefinition.Builder builder = refund();
    ToolDefinition first = builder.build();
    ToolPin pin = first.pin();
    builder.description("Something else.").effect(ToolEffect.PURE).build();

    assertThat(first.description()).isEqualTo("Pays money back.");
    assertThat(first.effect()).isEqualTo(ToolEffect.SIDE_EFFECT);
    assertThat(first.pin()).isEqualTo(pin);
  }

  @Test
  void build_effectNotSet_isTheCarefulAssumption() {
    assertThat(refund().build().effect()).isEqualTo(ToolEffect.SIDE_EFFECT);
  }

  @Test
  void build_descriptionMissing_saysWhatToCall() {
    assertThatThrownBy(() -> ToolDefinition.builder("refund").noArguments().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tool refund: the description has 0 characters, allowed: 1 to 8192")
        .hasMessageContaining("call description(…)");
  }

  @Test
  void build_descriptionBlank_saysSo() {
    assertThatThrownBy(() -> refund().description(" \t\n").build())
        .hasMessageContaining("has 3 characters")
        .hasMessageContaining("not all blank");
  }

  @Test
  void build_descriptionAtTheEdgeOfItsLength() {
    String longest = "x".repeat(ToolDefinition.MAX_DESCRIPTION);

    assertThat(refund().description(longest).build().description()).isEqualTo(longest);
    assertThatThrownBy(() -> refund().description(longest + "y").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 8193 characters, allowed: 1 to 8192")
        .hasMessageNotContaining("xy");
  }

  @Test
  void build_schemaMissing_saysWhatToCall() {
    assertThatThrownBy(() -> ToolDefinition.builder("refund").description("Pays.").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "tool refund: the schema of its arguments is missing;"
                + " call inputSchema(…) or noArguments()");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "\"object\"", "{\"a\":1,\"a\":2}"})
  void inputSchema_textThatIsNoObject_isRefused(String text) {
    assertThatThrownBy(() -> refund().inputSchema(text)).isInstanceOf(JsonSyntaxException.class);
  }

  @Test
  void build_schemaThatIsNone_isRefused() {
    ToolDefinition.Builder builder = refund().inputSchema("{\"type\":\"objekt\"}");

    assertThatThrownBy(builder::build).isInstanceOf(JsonSchemaException.class);
  }

  @Test
  void builder_nameThatIsNone_isRefused() {
    assertThatThrownBy(() -> ToolDefinition.builder("re fund"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a tool name is 1 to 64 of ");
  }

  @Test
  void noArguments_emptyObjectAlone_isValid() {
    ToolDefinition definition = refund().noArguments().build();

    assertThat(definition.arguments().validate(JsonObject.empty())).isEmpty();
    assertThat(definition.arguments().validate(JsonObject.parseObject("{\"a\":1}"))).isNotEmpty();
  }

  @Test
  void effects_asWritten_areFrozen() {
    assertThat(Stream.of(ToolEffect.values()).map(ToolEffect::wireName))
        .containsExactly("pure", "idempotent", "side_effect");
  }

  private static ToolDefinition.Builder refund() {
    return named("refund");
  }

  private static ToolDefinition.Builder named(String name) {
    return ToolDefinition.builder(name).description("Pays money back.").inputSchema(SCHEMA);
  }
}

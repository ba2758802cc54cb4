// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRequestTest {

  private static final ModelRequest REQUEST =
      ModelRequest.of("m-1", "large", ChatMessage.user("hello"));

  @Test
  void of_hasNoToolsNoDowngradesAnd1024Tokens() {
    assertThat(REQUEST.tools()).isEmpty();
    assertThat(REQUEST.downgrades()).isEmpty();
    assertThat(REQUEST.maxOutputTokens()).isEqualTo(1_024);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_000_001, Integer.MAX_VALUE})
  void maxOutputTokens_outOfRange_isRefusedWithIt(int tokens) {
    assertThatThrownBy(() -> REQUEST.withMaxOutputTokens(tokens))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxOutputTokens is " + tokens + ", allowed: 1 to 1000000");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000_000})
  void maxOutputTokens_edges_areAccepted(int tokens) {
    assertThat(REQUEST.withMaxOutputTokens(tokens).maxOutputTokens()).isEqualTo(tokens);
  }

  @Test
  void messages_none_areRefusedWithTheNextStep() {
    assertThatThrownBy(() -> ModelRequest.of("m-1", "large"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a model request has no message; pass at least one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "large model", "large\n", "\u00e4"})
  void modelNames_thatAreNoToken_areRefused(String name) {
    assertThatThrownBy(() -> REQUEST.withModel(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("model name has ");
    assertThatThrownBy(() -> REQUEST.withDowngrades("small", name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("model name has ");
  }

  @Test
  void copies_changeOneMemberAndKeepTheRest() {
    ToolDefinition tool = ToolDefinition.builder("t").description("d").noArguments().build();
    ModelRequest changed =
        REQUEST
            .withTools(List.of(tool))
            .withDowngrades("small")
            .withMaxOutputTokens(7)
            .withOptions(JsonObject.of("temperature", JsonNumber.of(0)))
            .withModel("other")
            .withMessages(List.of(ChatMessage.system("be brief")));

    assertThat(changed)
        .isEqualTo(
            new ModelRequest(
                REQUEST.id(),
                "other",
                List.of("small"),
                List.of(ChatMessage.system("be brief")),
                List.of(tool),
                7,
                JsonObject.of("temperature", JsonNumber.of(0))));
  }

  @Test
  void lists_changedAfterwards_stayAsTheyWere() {
    List<ChatMessage> messages = new ArrayList<>(List.of(ChatMessage.user("hello")));
    ModelRequest request = REQUEST.withMessages(messages);
    messages.clear();

    assertThat(request.messages()).hasSize(1).isUnmodifiable();
    assertThat(ChatMessage.assistant("", ToolCall.of("c", "t", "{}")).toolCalls()).isUnmodifiable();
  }

  @Test
  void usage_negativeOrTooMuch_isRefused() {
    assertThatThrownBy(() -> new TokenUsage(1, -2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("token usage is 1 input, -2 cached, 3 output, allowed: 0 or more");
    assertThatThrownBy(() -> new TokenUsage(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TokenUsage(0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new TokenUsage(1, 2, 3).total()).isEqualTo(6);
    assertThatThrownBy(() -> new TokenUsage(Long.MAX_VALUE, 0, 1).total())
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void stream_clientThatCannot_handsTheWholeAnswerOverInOnePiece() {
    List<String> pieces = new ArrayList<>();
    ModelAnswer answer = answer("hello");
    ModelClient client = (request, deadline) -> answer;

    assertThat(client.stream(REQUEST, Instant.EPOCH, pieces::add)).isSameAs(answer);
    assertThat(pieces).containsExactly("hello");
  }

  @Test
  void stream_emptyAnswer_handsNothingOver() {
    List<String> pieces = new ArrayList<>();
    ModelClient client = (request, deadline) -> answer("");

    client.stream(REQUEST, Instant.EPOCH, pieces::add);

    assertThat(pieces).isEmpty();
  }

  private static ModelAnswer answer(String content) {
    return new ModelAnswer(content, List.of(), FinishReason.STOP, TokenUsage.ZERO, "large-1");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.FinishReason;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.tool.ToolCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EchoModelTest {

  private final EchoModel model = new EchoModel();

  @Test
  void text_isRepeated_behindWhatItIs() {
    ModelAnswer answer = model.chat(request(ChatMessage.user("hello")), Instant.MAX);
    assertThat(answer.content())
        .isEqualTo("echo (no model is configured; set HERMESX_MODEL_URL): hello");
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.usage()).isEqualTo(new TokenUsage(2, 0, 15));
    assertThat(answer.modelServed()).isEqualTo("echo");
  }

  @Test
  void stream_comesInPieces_thatMakeTheWhole() {
    List<String> pieces = new ArrayList<>();
    ModelAnswer answer =
        model.stream(request(ChatMessage.user("one two")), Instant.MAX, pieces::add);
    assertThat(pieces).hasSizeGreaterThan(5).doesNotContain("");
    assertThat(String.join("", pieces)).isEqualTo(answer.content());
  }

  @Test
  void cap_onOutput_isHeld_betweenWholeCharacters() {
    ModelAnswer answer =
        model.chat(request(ChatMessage.user("😀".repeat(20))).withMaxOutputTokens(16), Instant.MAX);
    assertThat(answer.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(answer.usage().output()).isLessThanOrEqualTo(16);
    assertThat(answer.content()).startsWith(EchoModel.PREFIX).endsWith("😀");
  }

  @Test
  void marker_asksForTools_untilTheyHaveAnswered() {
    ChatMessage asked = ChatMessage.user("/tool clock {\"zone\":\"UTC\"}\n/tool shell");
    ModelAnswer first = model.chat(request(asked), Instant.MAX);
    assertThat(first.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(first.toolCalls())
        .containsExactly(
            ToolCall.of("call_1_0", "clock", "{\"zone\":\"UTC\"}"),
            ToolCall.of("call_1_1", "shell", "{}"));
    ModelAnswer second =
        model.chat(
            request(
                asked,
                ChatMessage.assistant("", first.toolCalls().toArray(ToolCall[]::new)),
                ChatMessage.tool("call_1_0", "noon"),
                ChatMessage.tool("call_1_1", "off")),
            Instant.MAX);
    assertThat(second.content()).isEqualTo(EchoModel.PREFIX + "off");
  }

  private static ModelRequest request(ChatMessage... messages) {
    return ModelRequest.of("r1", "echo", messages);
  }
}

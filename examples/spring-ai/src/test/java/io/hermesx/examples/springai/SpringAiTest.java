// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.errors.NotFoundException;
import io.hermesx.examples.service.Service;
import io.hermesx.examples.service.config.Configuration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

@Timeout(120)
final class SpringAiTest {

  private static final String ECHO = "echo (no model is configured; set HERMESX_MODEL_URL): ";

  @TempDir private static Path folder;

  private static Service service;
  private static String apiKey;

  @BeforeAll
  static void start() {
    service =
        Service.start(
            Configuration.of(
                Map.of(
                    "HERMESX_PORT", "0",
                    "HERMESX_DATA", folder.toString(),
                    "HERMESX_LOG_LEVEL", "error")));
    apiKey = service.bootstrapKey().orElseThrow().reveal();
  }

  @AfterAll
  static void end() {
    service.close();
  }

  @Test
  void chat_isAnswered() {
    int port = service.port();
    // snippet: chat
    ChatModel model =
        OpenAiChatModel.builder()
            .options(
                OpenAiChatOptions.builder()
                    .baseUrl("http://127.0.0.1:" + port + "/v1")
                    .apiKey(apiKey)
                    .model("echo")
                    .build())
            .build();
    String answer = model.call("Hello");
    // end
    assertThat(answer).isEqualTo(ECHO + "Hello");
  }

  @Test
  void stream_arrivesInPieces() {
    List<String> pieces = model("echo").stream("one two three").collectList().block();
    assertThat(pieces).hasSizeGreaterThan(5);
    assertThat(String.join("", pieces)).isEqualTo(ECHO + "one two three");
  }

  @Test
  void servicesOwnTool_runsOnTheServer() {
    assertThat(model("echo").call("/tool clock")).contains("\"zone\":\"UTC\"");
  }

  @Test
  void unknownModel_isTyped() {
    assertThatThrownBy(() -> model("nope").call("Hello")).isInstanceOf(NotFoundException.class);
  }

  private static ChatModel model(String name) {
    return OpenAiChatModel.builder()
        .options(
            OpenAiChatOptions.builder()
                .baseUrl("http://127.0.0.1:" + service.port() + "/v1")
                .apiKey(apiKey)
                .model(name)
                .maxRetries(0)
                .build())
        .build();
  }
}

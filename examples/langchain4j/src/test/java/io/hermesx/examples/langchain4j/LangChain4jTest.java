// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.hermesx.examples.service.Service;
import io.hermesx.examples.service.config.Configuration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class LangChain4jTest {

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
            .baseUrl("http://127.0.0.1:" + port + "/v1")
            .apiKey(apiKey)
            .modelName("echo")
            .build();
    String answer = model.chat("Hello");
    // end
    assertThat(answer).isEqualTo(ECHO + "Hello");
  }

  @Test
  void stream_arrivesInPieces() throws Exception {
    StreamingChatModel model =
        OpenAiStreamingChatModel.builder()
            .baseUrl("http://127.0.0.1:" + service.port() + "/v1")
            .apiKey(apiKey)
            .modelName("echo")
            .build();
    Queue<String> pieces = new ConcurrentLinkedQueue<>();
    CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
    model.chat(
        "one two three",
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String piece) {
            pieces.add(piece);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            whole.complete(response);
          }

          @Override
          public void onError(Throwable error) {
            whole.completeExceptionally(error);
          }
        });
    assertThat(whole.get().aiMessage().text()).isEqualTo(ECHO + "one two three");
    assertThat(pieces).hasSizeGreaterThan(5);
  }

  @Test
  void tool_makesItsRoundTrip() {
    ToolSpecification weather =
        ToolSpecification.builder()
            .name("get_weather")
            .description("Tells the weather in a city")
            .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
            .build();
    UserMessage question = UserMessage.from("/tool get_weather {\"city\":\"Ulm\"}");
    ChatModel model = model("echo");
    AiMessage asked =
        model
            .chat(ChatRequest.builder().messages(question).toolSpecifications(weather).build())
            .aiMessage();
    ToolExecutionRequest call = asked.toolExecutionRequests().get(0);
    assertThat(call.arguments()).isEqualTo("{\"city\":\"Ulm\"}");
    ChatResponse answered =
        model.chat(
            ChatRequest.builder()
                .messages(List.of(question, asked, ToolExecutionResultMessage.from(call, "sunny")))
                .toolSpecifications(weather)
                .build());
    assertThat(answered.aiMessage().text()).isEqualTo(ECHO + "sunny");
  }

  @Test
  void unknownModel_isTyped() {
    assertThatThrownBy(() -> model("nope").chat("Hello"))
        .isInstanceOf(ModelNotFoundException.class)
        .hasMessageContaining("model_not_found");
  }

  private static ChatModel model(String name) {
    return OpenAiChatModel.builder()
        .baseUrl("http://127.0.0.1:" + service.port() + "/v1")
        .apiKey(apiKey)
        .modelName(name)
        .maxRetries(0)
        .build();
  }
}

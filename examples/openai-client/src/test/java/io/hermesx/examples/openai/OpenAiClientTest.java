// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.sun.net.httpserver.HttpServer;
import io.hermesx.examples.service.Service;
import io.hermesx.examples.service.config.Configuration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class OpenAiClientTest {

  private static final String ECHO = "echo (no model is configured; set HERMESX_MODEL_URL): ";

  @TempDir private static Path folder;

  private static Service service;
  private static String key;

  @BeforeAll
  static void start() {
    service = service(folder.resolve("echo"), Map.of());
    key = service.bootstrapKey().orElseThrow().reveal();
  }

  @AfterAll
  static void end() {
    service.close();
  }

  @Test
  void plainChat_isAnswered() {
    int port = service.port();
    String apiKey = key;
    // snippet: chat
    OpenAIClient client =
        OpenAIOkHttpClient.builder()
            .baseUrl("http://127.0.0.1:" + port + "/v1")
            .apiKey(apiKey)
            .build();
    ChatCompletionCreateParams greeting =
        ChatCompletionCreateParams.builder()
            .model("echo")
            .addUserMessage("Hello")
            .putAdditionalHeader("Idempotency-Key", "order-4711-greeting")
            .build();
    ChatCompletion completion = client.chat().completions().create(greeting);
    String text = completion.choices().get(0).message().content().orElseThrow();
    // end
    assertThat(text).isEqualTo(ECHO + "Hello");
    assertThat(completion.usage().orElseThrow().totalTokens()).isPositive();
    try (HttpResponseFor<ChatCompletion> again =
        client.chat().completions().withRawResponse().create(greeting)) {
      assertThat(again.headers().values("X-HermesX-Run-Id").get(0)).startsWith("key-");
      assertThat(again.parse().id()).isEqualTo(completion.id());
    }
    client.close();
  }

  @Test
  void streamedChat_arrivesInPieces_withUsage() {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model("echo")
            .addUserMessage("one two three")
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    OpenAIClient client = client(service, key);
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      assertThat(stream.stream().peek(whole::accumulate).count()).isGreaterThan(5);
    }
    ChatCompletion completion = whole.chatCompletion();
    assertThat(completion.choices().get(0).message().content()).contains(ECHO + "one two three");
    assertThat(completion.usage()).isPresent();
    client.close();
  }

  @Test
  void clientsOwnTool_makesItsRoundTrip() {
    ChatCompletionCreateParams.Builder chat =
        ChatCompletionCreateParams.builder()
            .model("echo")
            .addUserMessage("/tool get_weather {\"city\":\"Ulm\"}")
            .addFunctionTool(
                FunctionDefinition.builder()
                    .name("get_weather")
                    .description("Tells the weather in a city")
                    .strict(true)
                    .parameters(
                        FunctionParameters.builder()
                            .putAdditionalProperty("type", JsonValue.from("object"))
                            .putAdditionalProperty(
                                "properties",
                                JsonValue.from(Map.of("city", Map.of("type", "string"))))
                            .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                            .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                            .build())
                    .build());
    OpenAIClient client = client(service, key);
    ChatCompletion asked = client.chat().completions().create(chat.build());
    ChatCompletionMessageFunctionToolCall call =
        asked.choices().get(0).message().toolCalls().orElseThrow().get(0).asFunction();
    assertThat(call.function().name()).isEqualTo("get_weather");
    assertThat(call.function().arguments()).isEqualTo("{\"city\":\"Ulm\"}");
    chat.addMessage(asked.choices().get(0).message())
        .addMessage(
            ChatCompletionToolMessageParam.builder()
                .toolCallId(call.id())
                .content("sunny")
                .build());
    ChatCompletion answered = client.chat().completions().create(chat.build());
    assertThat(answered.choices().get(0).message().content()).contains(ECHO + "sunny");
    client.close();
  }

  @Test
  void servicesOwnTool_runsOnTheServer() {
    OpenAIClient client = client(service, key);
    ChatCompletion completion = client.chat().completions().create(hello("echo", "/tool clock"));
    assertThat(completion.choices().get(0).message().content().orElseThrow())
        .contains("\"zone\":\"UTC\"");
    client.close();
  }

  @Test
  void models_areListed() {
    OpenAIClient client = client(service, key);
    assertThat(client.models().list().data()).extracting(model -> model.id()).contains("echo");
    client.close();
  }

  @Test
  void wrongKey_andWrongModel_areTyped() {
    OpenAIClient stranger = client(service, "sk-nonsense");
    assertCode(
        catchThrowableOfType(
            UnauthorizedException.class,
            () -> stranger.chat().completions().create(hello("echo", "x"))),
        "key_malformed");
    OpenAIClient client = client(service, key);
    assertCode(
        catchThrowableOfType(
            NotFoundException.class,
            () -> client.chat().completions().create(hello("gpt-nope", "x"))),
        "model_not_found");
    stranger.close();
    client.close();
  }

  @Test
  void upstreamThatFails_andLimitThatIsReached_areTyped() throws IOException {
    HttpServer broken =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    broken.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    broken.start();
    Map<String, String> variables =
        Map.of(
            "HERMESX_MODEL_URL",
            "http://127.0.0.1:" + broken.getAddress().getPort() + "/v1",
            "HERMESX_MODEL_KEY",
            "sk-upstream",
            "HERMESX_MODELS",
            "broken",
            "HERMESX_REQUESTS_PER_MINUTE",
            "2");
    try (Service limited = service(folder.resolve("limited"), variables)) {
      OpenAIClient client = client(limited, limited.bootstrapKey().orElseThrow().reveal());
      assertCode(
          catchThrowableOfType(
              InternalServerException.class,
              () -> client.chat().completions().create(hello("broken", "x"))),
          "upstream_unavailable");
      InternalServerException streamed =
          catchThrowableOfType(InternalServerException.class, () -> stream(client));
      assertThat(streamed.statusCode()).isEqualTo(503);
      RateLimitException refused =
          catchThrowableOfType(
              RateLimitException.class,
              () -> client.chat().completions().create(hello("broken", "x")));
      assertCode(refused, "rate_limited");
      assertThat(refused.headers().values("Retry-After")).isNotEmpty();
      client.close();
    } finally {
      broken.stop(0);
    }
  }

  private static void stream(OpenAIClient client) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(hello("broken", "x"))) {
      assertThat(stream.stream().count()).isZero();
    }
  }

  private static void assertCode(OpenAIServiceException e, String code) {
    assertThat(e).isNotNull();
    assertThat(e.code()).contains(code);
    assertThat(e.type()).isPresent();
    assertThat(e.getMessage()).isNotBlank();
  }

  private static ChatCompletionCreateParams hello(String model, String text) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(text).build();
  }

  private static OpenAIClient client(Service service, String key) {
    return OpenAIOkHttpClient.builder()
        .baseUrl("http://127.0.0.1:" + service.port() + "/v1")
        .apiKey(key)
        .maxRetries(0)
        .build();
  }

  private static Service service(Path data, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("HERMESX_PORT", "0");
    variables.put("HERMESX_DATA", data.toString());
    variables.put("HERMESX_LOG_LEVEL", "error");
    return Service.start(Configuration.of(variables));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.FinishReason;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelException;
import io.hermesx.core.model.ModelFailure;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.model.TextSink;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class OpenAiModelTest {

  private static final String KEY = "sk-verysecret";
  private static final ModelRequest REQUEST =
      ModelRequest.of("r1", "gpt-x", ChatMessage.user("Grüße"));

  @Test
  void chat_answers_textUsageAndModelServed() {
    try (Upstream upstream = Upstream.saying("hello")) {
      ModelAnswer answer = model(upstream).chat(REQUEST, in(20));
      assertThat(answer)
          .isEqualTo(
              new ModelAnswer(
                  "hello", List.of(), FinishReason.STOP, new TokenUsage(7, 4, 7), "served-1"));
    }
  }

  @Test
  void chat_request_saysWhatTheGuardDecidedAndCarriesTheKey() {
    ToolDefinition tool = ToolDefinition.builder("clock").description("time").noArguments().build();
    ModelRequest request =
        ModelRequest.of(
                "r1",
                "gpt-x",
                ChatMessage.system("be brief"),
                ChatMessage.user("Grüße"),
                ChatMessage.assistant("", ToolCall.of("c1", "clock", "{}")),
                ChatMessage.tool("c1", "noon"))
            .withTools(List.of(tool))
            .withMaxOutputTokens(77)
            .withOptions(JsonObject.of("stop", new JsonString("END")));
    try (Upstream upstream = Upstream.saying("hello")) {
      model(upstream).chat(request, in(20));
      assertThat(upstream.heads().get(0))
          .startsWith("POST /v1/chat/completions HTTP/1.1")
          .contains("Authorization: Bearer " + KEY);
      assertThat(JsonObject.parseObject(upstream.bodies().get(0)))
          .isEqualTo(
              JsonObject.parseObject(
                  """
                  {"model":"gpt-x","max_tokens":77,"stop":"END",
                   "messages":[{"role":"system","content":"be brief"},
                     {"role":"user","content":"Grüße"},
                     {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
                       "function":{"name":"clock","arguments":"{}"}}]},
                     {"role":"tool","content":"noon","tool_call_id":"c1"}],
                   "tools":[{"type":"function","function":{"name":"clock","description":"time",
                     "parameters":{"type":"object","properties":{},"additionalProperties":false}}}]}
                  """));
    }
  }

  @Test
  void option_thatOverrulesTheGuard_isRejectedUnsent() {
    try (Upstream upstream = Upstream.saying("hello")) {
      ModelRequest request =
          REQUEST.withOptions(
              JsonObject.of("max_tokens", JsonObject.parseObject("{\"a\":1}").require("a")));
      assertThat(failure(() -> model(upstream).chat(request, in(20))).failure())
          .isEqualTo(ModelFailure.REJECTED);
      assertThat(upstream.heads()).isEmpty();
    }
  }

  @Test
  void chat_withoutUsage_countsWhatItCanHaveUsedAtMost() {
    String body =
        "{\"choices\":[{\"message\":{\"content\":\"héllo\"},\"finish_reason\":\"stop\"}]}";
    try (Upstream upstream = Upstream.answering(200, "application/json", body)) {
      ModelAnswer answer = model(upstream).chat(REQUEST, in(20));
      assertThat(answer.usage().output()).isEqualTo(6);
      assertThat(answer.usage().input()).isGreaterThan(7);
      assertThat(answer.modelServed()).isEqualTo("gpt-x");
    }
  }

  @Test
  void chat_withAUsageOfNothing_isNotForFree() {
    String body =
        """
        {"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":0,"completion_tokens":0}}
        """;
    try (Upstream upstream = Upstream.answering(200, "application/json", body)) {
      ModelAnswer answer = model(upstream).chat(REQUEST, in(20));
      assertThat(answer.usage().output()).isEqualTo(5);
      assertThat(answer.usage().input()).isGreaterThan(7);
    }
  }

  @Test
  void chat_toolCalls_areReturnedAsWritten() {
    String body =
        """
        {"choices":[{"finish_reason":"tool_calls","message":{"content":null,"tool_calls":[
          {"id":"call_9","type":"function","function":{"name":"clock","arguments":"{\\"zone\\": \\"UTC\\"}"}}]}}],
         "usage":{"prompt_tokens":1,"completion_tokens":1}}
        """;
    try (Upstream upstream = Upstream.answering(200, "application/json; charset=utf-8", body)) {
      ModelAnswer answer = model(upstream).chat(REQUEST, in(20));
      assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
      assertThat(answer.toolCalls())
          .containsExactly(ToolCall.of("call_9", "clock", "{\"zone\": \"UTC\"}"));
    }
  }

  @Test
  void stream_handsOverPieces_andReturnsTheWhole() {
    try (Upstream upstream =
        Upstream.streaming(
            delta("Hal"), delta("lo, Grüße"), finish("length"), Upstream.usage(10, 3))) {
      List<String> pieces = new ArrayList<>();
      ModelAnswer answer = model(upstream).stream(REQUEST, in(20), pieces::add);
      assertThat(pieces).containsExactly("Hal", "lo, Grüße");
      assertThat(answer)
          .isEqualTo(
              new ModelAnswer(
                  "Hallo, Grüße",
                  List.of(),
                  FinishReason.LENGTH,
                  new TokenUsage(10, 0, 3),
                  "served-1"));
      JsonObject sent = JsonObject.parseObject(upstream.bodies().get(0));
      assertThat(sent.bool("stream")).isTrue();
      assertThat(((JsonObject) sent.require("stream_options")).bool("include_usage")).isTrue();
    }
  }

  @Test
  void stream_toolCallInFragments_isPutTogether() {
    try (Upstream upstream =
        Upstream.streaming(
            call(0, "\"id\":\"a\",", "\"name\":\"clock\",\"arguments\":\"\""),
            call(0, "", "\"arguments\":\"{\\\"zone\\\":\""),
            call(1, "\"id\":\"b\",", "\"name\":\"http_get\",\"arguments\":\"{}\""),
            call(0, "", "\"arguments\":\"\\\"UTC\\\"}\""),
            finish("tool_calls"))) {
      ModelAnswer answer = model(upstream).stream(REQUEST, in(20), text -> {});
      assertThat(answer.toolCalls())
          .containsExactly(
              ToolCall.of("a", "clock", "{\"zone\":\"UTC\"}"), ToolCall.of("b", "http_get", "{}"));
      assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    }
  }

  @Test
  void stream_eventsInOtherNotations_areUnderstood() {
    String body =
        ": comment\r\nevent: message\r\ndata:"
            + delta("a")
            + "\r\n\r\nid: 7\rdata: "
            + delta("b")
            + "\r\rdata: "
            + delta("c").replace(",\"finish", "\ndata: ,\"finish")
            + "\n\ndata: "
            + finish("stop")
            + "\n\n";
    try (Upstream upstream = Upstream.answering(200, "text/event-stream", body)) {
      assertThat(model(upstream).stream(REQUEST, in(20), text -> {}).content()).isEqualTo("abc");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400,REJECTED",
    "401,REJECTED",
    "403,REJECTED",
    "404,REJECTED",
    "301,REJECTED",
    "302,REJECTED",
    "307,REJECTED",
    "408,UNAVAILABLE",
    "429,RATE_LIMITED",
    "500,UNAVAILABLE",
    "502,UNAVAILABLE",
    "503,UNAVAILABLE"
  })
  void status_otherThan200_isTheRightFailure(int status, ModelFailure expected) {
    try (Upstream upstream =
        Upstream.answering(
            status, "application/json", "{\"error\":{\"message\":\"" + KEY + "\"}}")) {
      for (ModelException e : bothWays(upstream, in(20))) {
        assertThat(e.failure()).isEqualTo(expected);
        assertThat(e.usage()).isEqualTo(TokenUsage.ZERO);
        assertThat(trace(e)).doesNotContain(KEY);
      }
      assertThat(upstream.heads()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>sorry</html>",
        "",
        "[]",
        "{\"choices\":[]}",
        "{\"choices\":7}",
        "{\"choices\":[{\"message\":{\"content\":7}}]}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"}}],\"choices\":[]}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":-1}}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":1.5}}",
        "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"a b\",\"function\":{\"name\":\"x\"}}]}}]}",
        "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{}}]}}]}",
        "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"a\",\"index\":5,\"function\":{}}]}}]}",
      })
  void chat_garbage_isInvalid(String body) {
    try (Upstream upstream = Upstream.answering(200, "application/json", body)) {
      assertThat(failure(() -> model(upstream).chat(REQUEST, in(20))).failure())
          .isEqualTo(ModelFailure.INVALID_RESPONSE);
    }
  }

  @Test
  void html_withStatus200_isInvalid() {
    try (Upstream upstream = Upstream.answering(200, "text/html", Upstream.chat("x"))) {
      assertThat(bothWays(upstream, in(20)))
          .extracting(ModelException::failure)
          .containsOnly(ModelFailure.INVALID_RESPONSE);
    }
  }

  @Test
  void noHttp_isInvalid() {
    try (Upstream upstream =
        Upstream.that(
            (socket, out) -> out.write("SSH-2.0-x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))) {
      assertThat(bothWays(upstream, in(20)))
          .extracting(ModelException::failure)
          .containsOnly(ModelFailure.INVALID_RESPONSE);
    }
  }

  @Test
  void stream_garbageAfterText_isInvalidWithUsageSoFar() {
    try (Upstream upstream = Upstream.streaming(delta("a"), Upstream.usage(9, 1), "{nonsense")) {
      ModelException e = failure(() -> model(upstream).stream(REQUEST, in(20), text -> {}));
      assertThat(e.failure()).isEqualTo(ModelFailure.INVALID_RESPONSE);
      assertThat(e.usage()).isEqualTo(new TokenUsage(9, 0, 1));
    }
  }

  @Test
  void oversizedAnswer_isInvalid_andNotReadToItsEnd() {
    try (Upstream upstream =
        Upstream.that(
            (socket, out) -> {
              Upstream.begin(out);
              byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
              while (true) {
                out.write(spaces);
              }
            })) {
      assertThat(failure(() -> model(upstream).stream(REQUEST, in(40), text -> {})).failure())
          .isEqualTo(ModelFailure.INVALID_RESPONSE);
    }
  }

  @Test
  void refusedConnection_isUnavailable() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    OpenAiModel model = model("http://127.0.0.1:" + port);
    assertThat(failure(() -> model.chat(REQUEST, in(20))).failure())
        .isEqualTo(ModelFailure.UNAVAILABLE);
  }

  @Test
  void resetBeforeTheAnswer_isUnavailable() {
    try (Upstream upstream = Upstream.resettingWhen(new CountDownLatch(0))) {
      assertThat(bothWays(upstream, in(20)))
          .extracting(ModelException::failure)
          .containsOnly(ModelFailure.UNAVAILABLE);
    }
  }

  @Test
  void resetInTheMiddle_isInterruptedWithUsageSoFar() {
    CountDownLatch read = new CountDownLatch(1);
    try (Upstream upstream = Upstream.resettingWhen(read, Upstream.usage(9, 2), delta("a"))) {
      ModelException e =
          failure(() -> model(upstream).stream(REQUEST, in(20), text -> read.countDown()));
      assertThat(e.failure()).isEqualTo(ModelFailure.INTERRUPTED);
      assertThat(e.usage()).isEqualTo(new TokenUsage(9, 0, 2));
    }
  }

  @Test
  void streamThatJustEnds_isInterrupted() {
    try (Upstream upstream =
        Upstream.answering(200, "text/event-stream", "data: " + delta("a") + "\n\n")) {
      CountingSink sink = new CountingSink();
      ModelException e = failure(() -> model(upstream).stream(REQUEST, in(20), sink));
      assertThat(e.failure()).isEqualTo(ModelFailure.INTERRUPTED);
      assertThat(sink.pieces).isEqualTo(1);
    }
  }

  @Test
  void errorInTheStream_isInterrupted_orUnavailableBeforeAnyText() {
    String error = "{\"error\":{\"message\":\"overloaded\"}}";
    try (Upstream late = Upstream.streaming(delta("a"), error);
        Upstream early = Upstream.streaming(error)) {
      assertThat(failure(() -> model(late).stream(REQUEST, in(20), text -> {})).failure())
          .isEqualTo(ModelFailure.INTERRUPTED);
      assertThat(failure(() -> model(early).stream(REQUEST, in(20), text -> {})).failure())
          .isEqualTo(ModelFailure.UNAVAILABLE);
    }
  }

  @Test
  void upstreamThatHangs_isTimeout() {
    try (Upstream upstream = Upstream.hanging()) {
      assertThat(bothWays(upstream, Instant.now().plusMillis(300)))
          .extracting(ModelException::failure)
          .containsOnly(ModelFailure.TIMEOUT);
    }
  }

  @Test
  void upstreamThatHangsInTheMiddle_isTimeoutWithUsageSoFar() {
    try (Upstream upstream =
        Upstream.that(
            (socket, out) -> {
              Upstream.begin(out);
              Upstream.send(out, Upstream.usage(9, 2));
              Upstream.send(out, delta("a"));
              socket.getInputStream().read();
            })) {
      ModelException e =
          failure(() -> model(upstream).stream(REQUEST, Instant.now().plusMillis(1_500), t -> {}));
      assertThat(e.failure()).isEqualTo(ModelFailure.TIMEOUT);
      assertThat(e.usage()).isEqualTo(new TokenUsage(9, 0, 2));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void interrupt_endsTheWait_andTheFlagStaysSet(boolean inTheMiddle) throws Exception {
    try (Upstream upstream =
        Upstream.that(
            (socket, out) -> {
              if (inTheMiddle) {
                Upstream.begin(out);
              }
              socket.getInputStream().read();
            })) {
      FutureTask<Boolean> task =
          new FutureTask<>(
              () -> {
                ModelException e =
                    failure(() -> model(upstream).stream(REQUEST, in(50), text -> {}));
                assertThat(e.failure()).isEqualTo(ModelFailure.INTERRUPTED);
                return Thread.currentThread().isInterrupted();
              });
      Thread thread = new Thread(task);
      thread.start();
      upstream.awaitRequest();
      thread.interrupt();
      assertThat(get(task)).isTrue();
    }
  }

  @Test
  void readerThatThrows_endsTheStream_andTheConnection() {
    FutureTask<Integer> end = new FutureTask<>(() -> 0);
    try (Upstream upstream =
        Upstream.that(
            (socket, out) -> {
              Upstream.begin(out);
              Upstream.send(out, delta("a"));
              int next;
              try {
                next = socket.getInputStream().read();
              } catch (IOException e) {
                next = -1;
              }
              if (next < 0) {
                end.run();
              }
            })) {
      IllegalStateException thrown =
          catchThrowableOfType(
              IllegalStateException.class,
              () ->
                  model(upstream).stream(
                      REQUEST,
                      in(20),
                      text -> {
                        throw new IllegalStateException("gone");
                      }));
      assertThat(thrown).hasMessage("gone");
      assertThat(get(end)).isZero();
    }
  }

  @Test
  void endpoint_badUrlOrKey_isRefusedWithoutRepeatingTheKey() {
    for (String url :
        List.of(
            "ftp://x/v1", "x", "http://u:p@x/v1", "http://x/v1?a=b", "http:///v1", "http://x y")) {
      assertThat(
              catchThrowableOfType(
                  IllegalArgumentException.class, () -> Endpoint.of(url, Optional.empty())))
          .hasMessageContaining("allowed: http(s)://host");
    }
    for (String key : List.of("", "verysecret\n", "very secret", "verysecrét")) {
      IllegalArgumentException e =
          catchThrowableOfType(
              IllegalArgumentException.class, () -> Endpoint.of("https://x/v1", Optional.of(key)));
      assertThat(e.getMessage()).doesNotContain("very").contains("visible ASCII");
    }
    assertThat(Endpoint.of("https://x/v1/", Optional.of(KEY)))
        .hasToString("Endpoint[https://x/v1/, with a key]")
        .extracting(Endpoint::chatCompletions)
        .hasToString("https://x/v1/chat/completions");
  }

  private static final class CountingSink implements TextSink {
    private int pieces;

    @Override
    public void text(String piece) {
      pieces++;
    }
  }

  private static String delta(String text) {
    return Upstream.delta(text);
  }

  private static String finish(String reason) {
    return Upstream.finish(reason);
  }

  private static String call(int index, String id, String function) {
    return "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":"
        + index
        + ","
        + id
        + "\"function\":{"
        + function
        + "}}]}}]}";
  }

  private static OpenAiModel model(Upstream upstream) {
    return model(upstream.baseUrl());
  }

  private static OpenAiModel model(String baseUrl) {
    return new OpenAiModel(Endpoint.of(baseUrl, Optional.of(KEY)), SystemSources.clock());
  }

  private static Instant in(int seconds) {
    return Instant.now().plus(Duration.ofSeconds(seconds));
  }

  private static List<ModelException> bothWays(Upstream upstream, Instant deadline) {
    return List.of(
        failure(() -> model(upstream).chat(REQUEST, deadline)),
        failure(() -> model(upstream).stream(REQUEST, deadline, text -> {})));
  }

  private static ModelException failure(Runnable work) {
    ModelException e = catchThrowableOfType(ModelException.class, work::run);
    assertThat(e).isNotNull();
    return e;
  }

  private static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static <T> T get(FutureTask<T> task) {
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}

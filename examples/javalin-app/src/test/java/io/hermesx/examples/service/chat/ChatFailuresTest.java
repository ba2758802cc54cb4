// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.model.FinishReason;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelClient;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.model.TextSink;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.ratelimit.MemoryRateLimiter;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.receipt.ReceiptStatus;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.usage.UsageStatus;
import io.hermesx.examples.service.model.EchoModel;
import io.hermesx.examples.service.model.Endpoint;
import io.hermesx.examples.service.model.OpenAiModel;
import io.hermesx.examples.service.model.Upstream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong: typed for the client, charged for what was used, nothing held afterwards. */
@Timeout(120)
final class ChatFailuresTest {

  private static final String HELLO = ChatRoutesTest.asking("hello");

  @ParameterizedTest
  @CsvSource({
    "429,503,upstream_rate_limited", "500,503,upstream_unavailable", "503,503,upstream_unavailable",
    "400,502,upstream_rejected", "401,502,upstream_rejected", "302,502,upstream_rejected"
  })
  void upstreamStatus_isTyped_andFree(int upstreamStatus, int status, String code) {
    try (Upstream upstream = Upstream.answering(upstreamStatus, "application/json", "{}");
        ChatServer server = ChatServer.before(upstream)) {
      for (String body : List.of(HELLO, ChatRoutesTest.streamed(HELLO))) {
        assertProblem(server.chat(body), status, code);
      }
      assertThat(upstream.bodies()).hasSize(2);
      assertSettled(server, 2, 0);
    }
  }

  @Test
  void upstreamThatAnswersGarbage_isTyped_andChargedForWhatWasSent() {
    try (Upstream upstream = Upstream.answering(200, "application/json", "<html>");
        ChatServer server = ChatServer.before(upstream)) {
      assertProblem(server.chat(HELLO), 502, "upstream_invalid_response");
      assertSettled(server, 1, 1);
    }
  }

  @Test
  void upstreamThatHangs_isTyped_andChargedForWhatWasSent() {
    try (Upstream upstream = Upstream.hanging();
        ChatServer server = ChatServer.before(upstream)) {
      assertProblem(server.chat(HELLO), 504, "upstream_timeout");
      assertProblem(server.chat(ChatRoutesTest.streamed(HELLO)), 504, "upstream_timeout");
      assertSettled(server, 2, 1);
    }
  }

  @Test
  void upstreamThatResetsInTheMiddle_endsTheStreamWithAnError_andChargesWhatWasUsed() {
    // The client reads to the end, so the upstream may break off once the first piece was handed
    // over.
    CountDownLatch broken = new CountDownLatch(1);
    try (Upstream upstream =
            Upstream.that(
                (socket, out) -> {
                  Upstream.begin(out);
                  Upstream.send(out, Upstream.delta("half of it"));
                  try {
                    broken.await();
                  } catch (InterruptedException e) {
                    throw new IOException(e);
                  }
                  socket.setSoLinger(true, 0);
                });
        ChatServer server = ChatServer.with(released(upstream, broken))) {
      HttpResponse<String> response = server.chat(ChatRoutesTest.streamed(HELLO));
      assertThat(response.statusCode()).isEqualTo(200);
      List<String> events = ChatRoutesTest.events(response);
      assertThat(events.get(1)).contains("half of it");
      JsonObject error = JsonObject.parseObject(events.get(events.size() - 1));
      assertThat(ChatRoutesTest.at(error, "error").string("code"))
          .isEqualTo("upstream_interrupted");
      assertThat(ChatRoutesTest.at(error, "error").string("type")).isEqualTo("server_error");
      assertThat(events).doesNotContain("[DONE]");
      assertSettled(server, 1, 1);
      assertThat(server.usage().get(0).status()).isEqualTo(UsageStatus.PARTIAL);
      assertThat(server.usage().get(0).tokens().output()).isEqualTo(10);
    }
  }

  private static ModelClient released(Upstream upstream, CountDownLatch broken) {
    var model =
        new OpenAiModel(Endpoint.of(upstream.baseUrl(), Optional.empty()), SystemSources.clock());
    return new ModelClient() {
      @Override
      public ModelAnswer chat(ModelRequest request, Instant deadline) {
        throw new AssertionError("streamed only");
      }

      @Override
      public ModelAnswer stream(ModelRequest request, Instant deadline, TextSink sink) {
        return model.stream(
            request,
            deadline,
            piece -> {
              sink.text(piece);
              broken.countDown();
            });
      }
    };
  }

  @Test
  void modelThatThinksLongerThanAConnectionMayBeSilent_isWaitedFor() {
    // Three times what the server lets a connection be silent, which is about clients and not
    // models.
    CountDownLatch never = new CountDownLatch(1);
    ModelClient slow =
        (request, deadline) -> {
          try {
            assertThat(never.await(1_200, TimeUnit.MILLISECONDS)).isFalse();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return new EchoModel().chat(request, deadline);
        };
    try (ChatServer server = ChatServer.withIdle(slow, Duration.ofSeconds(1))) {
      assertThat(server.chat(HELLO).statusCode()).isEqualTo(200);
      assertThat(ChatRoutesTest.events(server.chat(ChatRoutesTest.streamed(HELLO))))
          .endsWith("[DONE]");
    }
  }

  @Test
  void repetitionOfARequestUnderWay_is409_andAsksNobodyTwice() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    ModelClient waiting =
        (request, deadline) -> {
          assertThat(asked.getCount()).isEqualTo(1);
          asked.countDown();
          try {
            answer.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return new EchoModel().chat(request, deadline);
        };
    try (ChatServer server = ChatServer.with(waiting)) {
      FutureTask<HttpResponse<String>> first =
          new FutureTask<>(() -> server.chat(HELLO, "Idempotency-Key", "k"));
      new Thread(first).start();
      asked.await();
      HttpResponse<String> second = server.chat(HELLO, "Idempotency-Key", "k");
      answer.countDown();
      assertProblem(second, 409, "indeterminate");
      assertThat(second.headers().firstValue("x-should-retry")).contains("false");
      assertThat(first.get().statusCode()).isEqualTo(200);
      assertThat(server.chat(HELLO, "Idempotency-Key", "k").statusCode()).isEqualTo(200);
      assertThat(server.usage()).hasSize(1);
    }
  }

  @Test
  void deniedInAMiddleTurn_ofAStream_isAnErrorEvent() {
    ModelClient talkative =
        (request, deadline) ->
            new ModelAnswer(
                "let me see",
                List.of(ToolCall.of("c", "clock", "{}")),
                FinishReason.TOOL_CALLS,
                new TokenUsage(0, 0, 16),
                "m");
    MemoryRateLimiter rates =
        MemoryRateLimiter.builder()
            .limits(RateLimits.of(RateLimit.requests("two", 2, Duration.ofHours(1))))
            .build();
    try (ChatServer server = ChatServer.with(talkative, rates)) {
      List<String> events = ChatRoutesTest.events(server.chat(ChatRoutesTest.streamed(HELLO)));
      assertThat(events.get(1)).contains("let me see");
      assertThat(
              ChatRoutesTest.at(JsonObject.parseObject(events.get(events.size() - 1)), "error")
                  .string("code"))
          .isEqualTo("rate_limited");
    }
  }

  @Test
  void rateLimit_is429_withTheTimeToWait() {
    MemoryRateLimiter rates =
        MemoryRateLimiter.builder()
            .limits(RateLimits.of(RateLimit.requests("one", 1, Duration.ofMinutes(1))))
            .build();
    try (ChatServer server = ChatServer.with(new EchoModel(), rates)) {
      assertThat(server.chat(HELLO).statusCode()).isEqualTo(200);
      HttpResponse<String> response = server.chat(HELLO);
      assertProblem(response, 429, "rate_limited");
      assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(1, 60);
      assertThat(server.usage()).hasSize(1);
    }
  }

  @Test
  void budget_is402_andNotToBeRepeated() {
    try (ChatServer server = ChatServer.withBudget(new EchoModel(), 1)) {
      HttpResponse<String> response = server.chat(HELLO);
      assertProblem(response, 402, "over_budget");
      assertThat(response.headers().firstValue("x-should-retry")).contains("false");
      assertThat(server.receipts()).isEmpty();
      assertThat(server.budget().held()).isZero();
    }
  }

  @Test
  void modelThatIsNotThere_orHasNoPrice_is404() {
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      for (String model : List.of("nope", "unpriced")) {
        assertProblem(
            server.chat(HELLO.replace("\"m\"", "\"" + model + "\"")), 404, "model_not_found");
      }
      assertThat(server.receipts()).isEmpty();
    }
  }

  @Test
  void missingKey_is401_inOpenAisFormToo() {
    try (ChatServer server = ChatServer.with(new EchoModel())) {
      HttpResponse<String> response = server.chat(HELLO, "Authorization", "Bearer nonsense");
      assertProblem(response, 401, "key_malformed");
    }
  }

  @Test
  void clientThatGoesAway_endsTheCall_andItIsCharged() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    ModelClient endless =
        new ModelClient() {
          @Override
          public ModelAnswer chat(ModelRequest request, Instant deadline) {
            throw new AssertionError("streamed only");
          }

          @Override
          public ModelAnswer stream(ModelRequest request, Instant deadline, TextSink sink) {
            try {
              while (true) {
                sink.text("word ".repeat(1_000));
                gone.await();
              }
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            } finally {
              ended.countDown();
            }
          }
        };
    try (ChatServer server = ChatServer.with(endless)) {
      int port = URI.create(server.baseUrl()).getPort();
      try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
        server.writeChat(socket, ChatRoutesTest.streamed(HELLO));
        assertThat(socket.getInputStream().readNBytes(200)).hasSize(200);
        socket.setSoLinger(true, 0);
      }
      gone.countDown();
      ended.await();
      server.awaitSettled(1);
      assertSettled(server, 1, 1);
    }
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    JsonObject json = ChatServer.json(response);
    assertThat(json.integer("status")).isEqualTo(status);
    assertThat(json.string("code")).isEqualTo(code);
    assertThat(ChatRoutesTest.at(json, "error").string("code")).isEqualTo(code);
    assertThat(ChatRoutesTest.at(json, "error").string("message")).isNotEmpty();
    assertThat(ChatRoutesTest.at(json, "error").keys())
        .containsExactly("message", "type", "code", "param");
  }

  private static void assertSettled(ChatServer server, int calls, long leastCharged) {
    assertThat(server.receipts())
        .hasSize(calls)
        .allSatisfy(
            receipt ->
                assertThat(receipt.result().orElseThrow().status())
                    .isEqualTo(ReceiptStatus.FAILED));
    assertThat(server.usage()).hasSize(calls);
    long used = server.usage().stream().mapToLong(event -> event.nanoUsd()).sum();
    assertThat(server.budget().held()).isZero();
    assertThat(server.budget().committed()).isEqualTo(used);
    if (leastCharged == 0) {
      assertThat(used).isZero();
    } else {
      assertThat(used).isGreaterThanOrEqualTo(leastCharged);
    }
  }
}

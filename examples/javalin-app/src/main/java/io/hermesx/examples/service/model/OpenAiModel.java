// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.model;

import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonSyntaxException;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelClient;
import io.hermesx.core.model.ModelException;
import io.hermesx.core.model.ModelFailure;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.model.TextSink;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Any upstream that speaks OpenAI's chat completions, by base URL and key. Thread-safe; blocks
 * until the answer is whole, the deadline has passed or the thread is interrupted, also in the
 * middle of a stream. Does not retry, and does not follow redirects, which could carry key and
 * prompt elsewhere.
 *
 * <p>What goes wrong becomes a {@link ModelFailure}: no answer in time {@code TIMEOUT}; no
 * connection, one that broke before the answer, or a 5xx {@code UNAVAILABLE}; one that broke in the
 * middle {@code INTERRUPTED}; 429 {@code RATE_LIMITED}; any other status {@code REJECTED}; and
 * whatever is not the agreed JSON, or more than {@value #MAX_OCTETS} octets of it, {@code
 * INVALID_RESPONSE}. Messages hold the status, never what the upstream wrote and never the key.
 */
public final class OpenAiModel implements ModelClient {

  /** The most an upstream may answer, in octets. */
  static final int MAX_OCTETS = 16 << 20;

  private static final JsonLimits LIMITS = new JsonLimits(MAX_OCTETS, 64, MAX_OCTETS, 1_000_000);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final String DONE = "[DONE]";

  private final Endpoint endpoint;
  private final InstantSource clock;
  private final HttpClient http;

  /** Creates the model; its HTTP client has daemon threads of its own while it is reachable. */
  public OpenAiModel(Endpoint endpoint, InstantSource clock) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  @Override
  public ModelAnswer chat(ModelRequest request, Instant deadline) {
    AnswerDraft draft = new AnswerDraft(request);
    try {
      JsonObject body = RequestJson.whole(request, endpoint.outputCapName());
      ResponsePipe pipe = ask(body, deadline, "application/json");
      try {
        draft.take(parsed(pipe.all()), "message");
        return draft.answer();
      } finally {
        pipe.cancel();
      }
    } catch (UpstreamFailure e) {
      throw failed(e, draft);
    }
  }

  @Override
  public ModelAnswer stream(ModelRequest request, Instant deadline, TextSink sink) {
    AnswerDraft draft = new AnswerDraft(request);
    try {
      JsonObject body = RequestJson.streamed(request, endpoint.outputCapName());
      ResponsePipe pipe = ask(body, deadline, "text/event-stream");
      try {
        read(new EventReader(pipe), draft, sink);
        return draft.answer();
      } finally {
        pipe.cancel();
      }
    } catch (UpstreamFailure e) {
      throw failed(e, draft);
    }
  }

  private static void read(EventReader events, AnswerDraft draft, TextSink sink)
      throws UpstreamFailure {
    for (String data = events.next(); data != null; data = events.next()) {
      if (data.equals(DONE)) {
        return;
      }
      JsonObject chunk = parsed(data.getBytes(StandardCharsets.UTF_8));
      if (AnswerParts.object(chunk, "error").isPresent()) {
        throw new UpstreamFailure(
            draft.begun() ? ModelFailure.INTERRUPTED : ModelFailure.UNAVAILABLE,
            "the upstream reports an error in its stream");
      }
      String text = draft.take(chunk, "delta");
      if (!text.isEmpty()) {
        sink.text(text);
      }
    }
    if (!draft.finished()) {
      throw new UpstreamFailure(
          ModelFailure.INTERRUPTED, "the stream ended before the answer was whole");
    }
  }

  /** Asks, and returns the body of an answer with status 200 and the right type. */
  private ResponsePipe ask(JsonObject body, Instant deadline, String type) throws UpstreamFailure {
    HttpResponse<ResponsePipe> response = send(body, deadline, type);
    try {
      requireGood(response, type);
      return response.body();
    } catch (UpstreamFailure e) {
      response.body().cancel();
      throw e;
    }
  }

  private HttpResponse<ResponsePipe> send(JsonObject body, Instant deadline, String type)
      throws UpstreamFailure {
    CompletableFuture<HttpResponse<ResponsePipe>> answer =
        http.sendAsync(request(body, type), info -> new ResponsePipe(clock, deadline, MAX_OCTETS));
    try {
      Duration left = Duration.between(clock.instant(), deadline);
      return answer.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new UpstreamFailure(ModelFailure.TIMEOUT, "no answer began before the deadline", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new UpstreamFailure(
          clock.instant().isBefore(deadline) ? ModelFailure.INTERRUPTED : ModelFailure.TIMEOUT,
          "waiting for the answer was interrupted",
          e);
    } catch (ExecutionException e) {
      throw unanswered(e.getCause() == null ? e : e.getCause());
    }
  }

  private HttpRequest request(JsonObject body, String type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.chatCompletions())
            .header("Content-Type", "application/json")
            .header("Accept", type)
            .header("User-Agent", "hermesx-example-service")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    body.toJson().getBytes(StandardCharsets.UTF_8)));
    endpoint.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
    return request.build();
  }

  private static UpstreamFailure unanswered(Throwable cause) {
    if (cause instanceof ProtocolException) {
      return new UpstreamFailure(
          ModelFailure.INVALID_RESPONSE, "the upstream does not answer in HTTP", cause);
    }
    String what = cause instanceof IOException ? "no answer from the upstream" : "no way to ask";
    return new UpstreamFailure(
        ModelFailure.UNAVAILABLE, what + ": " + cause.getClass().getName(), cause);
  }

  private static void requireGood(HttpResponse<ResponsePipe> response, String type)
      throws UpstreamFailure {
    int status = response.statusCode();
    if (status != 200) {
      throw new UpstreamFailure(failure(status), "the upstream answered with status " + status);
    }
    String found =
        response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (!found.startsWith(type)) {
      throw UpstreamFailure.invalid("the answer is not of type " + type);
    }
  }

  private static ModelFailure failure(int status) {
    if (status == 429) {
      return ModelFailure.RATE_LIMITED;
    }
    return status >= 500 || status == 408 ? ModelFailure.UNAVAILABLE : ModelFailure.REJECTED;
  }

  private static JsonObject parsed(byte[] octets) throws UpstreamFailure {
    try {
      if (JsonValue.parse(octets, LIMITS) instanceof JsonObject object) {
        return object;
      }
      throw UpstreamFailure.invalid("the answer is JSON, but no object");
    } catch (JsonSyntaxException e) {
      throw UpstreamFailure.invalid(
          "the answer is not strict JSON at line " + e.line() + ", column " + e.column());
    }
  }

  private ModelException failed(UpstreamFailure failure, AnswerDraft draft) {
    return new ModelException(
        failure.failure(),
        draft.reported(),
        endpoint.baseUrl().getHost() + ": " + failure.getMessage(),
        failure);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.model.TextSink;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer as server-sent events. Nothing is written before the first piece, so that what goes
 * wrong until then is answered with a status. A client that has gone makes it throw {@link
 * UncheckedIOException}. Not thread-safe.
 */
final class ChunkStream implements TextSink {

  private final Call call;
  private final CompletionJson json;
  private final String model;
  private @Nullable OutputStream out;

  ChunkStream(Call call, CompletionJson json, String model) {
    this.call = call;
    this.json = json;
    this.model = model;
  }

  boolean begun() {
    return out != null;
  }

  @Override
  public void text(String piece) {
    send(json.delta(model, JsonObject.of("content", new JsonString(piece))).toJson());
  }

  /** Sends what is known only at the end, and the end. */
  void end(Transcript transcript, ChatRequest request, Optional<CompletionJson.SessionNote> note) {
    if (!transcript.clientCalls().isEmpty()) {
      send(json.callsDelta(transcript).toJson());
    }
    send(json.last(transcript, note).toJson());
    if (request.delivery() == ChatRequest.Delivery.STREAMED_WITH_USAGE) {
      send(json.usageChunk(transcript).toJson());
    }
    send("[DONE]");
  }

  /** Ends a stream that has begun with what went wrong. */
  void fail(Problem problem) {
    send(problem.toJson(call.requestId()).toJson());
  }

  private void send(String data) {
    try {
      OutputStream opened = out == null ? begin() : out;
      opened.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
      opened.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the client has gone", e);
    }
  }

  private OutputStream begin() throws IOException {
    OutputStream opened = call.stream("text/event-stream");
    out = opened;
    JsonObject first =
        JsonObject.of("role", new JsonString("assistant"), "content", new JsonString(""));
    opened.write(
        ("data: " + json.delta(model, first).toJson() + "\n\n").getBytes(StandardCharsets.UTF_8));
    return opened;
  }
}

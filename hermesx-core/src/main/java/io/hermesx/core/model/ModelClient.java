// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

import java.time.Instant;

/**
 * A provider of models. Called only after every gate has let the request through; blocks until the
 * answer is whole.
 *
 * <p>Implementations are thread-safe, end at the deadline by themselves or when interrupted, and
 * throw {@link ModelException} where there is no whole answer. They do not retry behind the guard's
 * back: each attempt costs.
 */
@FunctionalInterface
public interface ModelClient {

  /** Asks for a whole answer. */
  ModelAnswer chat(ModelRequest request, Instant deadline);

  /**
   * Asks for an answer that is handed over while it is written; the returned answer holds all of
   * the text again. By default the whole answer is one piece.
   */
  default ModelAnswer stream(ModelRequest request, Instant deadline, TextSink sink) {
    ModelAnswer answer = chat(request, deadline);
    if (!answer.content().isEmpty()) {
      sink.text(answer.content());
    }
    return answer;
  }
}

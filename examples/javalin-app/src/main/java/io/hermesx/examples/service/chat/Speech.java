// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.model.TextSink;

/**
 * The text of an answer over several turns, the same whether it is streamed or not: an empty line
 * between the texts of two turns. Not thread-safe.
 */
final class Speech implements TextSink {

  private static final String PAUSE = "\n\n";

  private final TextSink listener;
  private final StringBuilder text = new StringBuilder();
  private boolean paused;

  Speech(TextSink listener) {
    this.listener = listener;
  }

  @Override
  public void text(String piece) {
    if (piece.isEmpty()) {
      return;
    }
    String said = paused ? PAUSE + piece : piece;
    paused = false;
    text.append(said);
    listener.text(said);
  }

  /** Says that a turn is over. */
  void pause() {
    paused = text.length() > 0;
  }

  String all() {
    return text.toString();
  }
}

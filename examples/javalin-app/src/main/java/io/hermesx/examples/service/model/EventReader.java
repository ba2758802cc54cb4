// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events (WHATWG HTML, 9.2.6) and returns the data of each. Other fields and
 * comments are skipped. Not thread-safe.
 */
final class EventReader {

  private final ResponsePipe pipe;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private @Nullable ByteBuffer piece;
  private boolean afterReturn;
  private boolean ended;

  EventReader(ResponsePipe pipe) {
    this.pipe = pipe;
  }

  /** Returns the data of the next event, or null at the end; an event cut off is dropped. */
  @Nullable String next() throws UpstreamFailure {
    StringBuilder data = new StringBuilder();
    boolean any = false;
    for (String text = line(); text != null; text = line()) {
      if (text.isEmpty() && any) {
        return data.toString();
      }
      if (text.startsWith("data:")) {
        data.append(any ? "\n" : "").append(text, text.startsWith("data: ") ? 6 : 5, text.length());
        any = true;
      }
    }
    return null;
  }

  private @Nullable String line() throws UpstreamFailure {
    while (!ended) {
      ByteBuffer from = piece;
      if (from == null || !from.hasRemaining()) {
        piece = pipe.next();
        ended = piece == null;
      } else if (take(from.get())) {
        return decoded();
      }
    }
    return null;
  }

  /** Takes an octet; tells whether it ends a line, of which CR LF ends one and not two. */
  private boolean take(byte octet) {
    boolean second = afterReturn && octet == '\n';
    afterReturn = octet == '\r';
    if (second) {
      return false;
    }
    if (octet == '\n' || octet == '\r') {
      return true;
    }
    line.write(octet);
    return false;
  }

  private String decoded() throws UpstreamFailure {
    byte[] octets = line.toByteArray();
    line.reset();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw UpstreamFailure.invalid("an event is not UTF-8");
    }
  }
}

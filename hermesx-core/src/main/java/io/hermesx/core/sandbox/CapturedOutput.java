// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.nio.charset.StandardCharsets;

/**
 * What is kept of an output stream: its beginning and its end, with exact counts.
 *
 * @param head the first octets; treat as immutable
 * @param tail the last octets, empty if everything fits the head; treat as immutable
 * @param totalBytes how many the program wrote
 */
@SuppressWarnings("ArrayRecordComponent")
public record CapturedOutput(byte[] head, byte[] tail, long totalBytes) {

  /** Nothing was written. */
  public static final CapturedOutput EMPTY = new CapturedOutput(new byte[0], new byte[0], 0);

  /** Returns how many octets were not kept. */
  public long droppedBytes() {
    return totalBytes - head.length - tail.length;
  }

  /**
   * Returns what is kept as text: UTF-8 with every invalid sequence replaced, and a line that says
   * what is missing.
   */
  public String text() {
    String start = new String(head, StandardCharsets.UTF_8);
    if (droppedBytes() == 0) {
      return start + new String(tail, StandardCharsets.UTF_8);
    }
    return start
        + "\n["
        + droppedBytes()
        + " bytes left out]\n"
        + new String(tail, StandardCharsets.UTF_8);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import io.hermesx.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is kept of an output stream: its beginning and its end, with exact counts and a digest of
 * all of it. Where octets are left out between them, neither part ends or begins inside a valid
 * UTF-8 sequence.
 *
 * @param head the first octets; treat as immutable
 * @param tail the last octets, empty if everything fits the head; treat as immutable
 * @param totalBytes how many the program wrote
 * @param digest SHA-256 of everything it wrote
 */
@SuppressWarnings("ArrayRecordComponent")
public record CapturedOutput(byte[] head, byte[] tail, long totalBytes, Sha256 digest) {

  /** Nothing was written. */
  public static final CapturedOutput EMPTY =
      new CapturedOutput(new byte[0], new byte[0], 0, Sha256.raw());

  /** Checks that the count covers what is kept. */
  public CapturedOutput {
    if (totalBytes < (long) head.length + tail.length) {
      throw new IllegalArgumentException(
          "captured output counts "
              + totalBytes
              + " octets and keeps "
              + head.length
              + " and "
              + tail.length
              + ", allowed: at least what it keeps; count before cutting");
    }
  }

  /** Returns how many octets were not kept. */
  public long droppedBytes() {
    return totalBytes - head.length - tail.length;
  }

  /**
   * Returns what is kept as text: UTF-8 with every invalid sequence replaced, and a line that says
   * what is missing.
   */
  public String text() {
    if (droppedBytes() == 0) {
      byte[] whole = Arrays.copyOf(head, head.length + tail.length);
      System.arraycopy(tail, 0, whole, head.length, tail.length);
      return new String(whole, StandardCharsets.UTF_8);
    }
    return new String(head, StandardCharsets.UTF_8)
        + "\n["
        + droppedBytes()
        + " bytes left out]\n"
        + new String(tail, StandardCharsets.UTF_8);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import java.io.IOException;
import java.io.OutputStream;

/** Hands a program its input. A program that does not read, or closes early, is no error. */
final class InputPump implements Runnable {

  /** What fits into a fresh pipe on any Linux, so that writing it never waits. */
  static final int NEVER_WAITS = 4_096;

  private static final int PIECE = 64 << 10;

  private final OutputStream out;
  private final byte[] input;

  InputPump(OutputStream out, byte[] input) {
    this.out = out;
    this.input = input;
  }

  @Override
  public void run() {
    try (out) {
      for (int from = 0; from < input.length; from += PIECE) {
        out.write(input, from, Math.min(PIECE, input.length - from));
      }
    } catch (IOException e) {
      // The program has closed its input or is gone, as it may.
      return;
    }
  }
}

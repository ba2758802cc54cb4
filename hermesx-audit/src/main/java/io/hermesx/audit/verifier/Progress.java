// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import java.io.PrintStream;
import java.util.function.LongConsumer;

/** Tells how far a verification is, every 64 MiB. Not thread-safe. */
final class Progress implements LongConsumer {

  private static final int STEP = 64;

  private final PrintStream out;
  private long told;

  Progress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void accept(long octets) {
    long mebibytes = octets >> 20;
    if (mebibytes >= told + STEP) {
      told = mebibytes / STEP * STEP;
      out.println(told + " MiB read");
    }
  }
}

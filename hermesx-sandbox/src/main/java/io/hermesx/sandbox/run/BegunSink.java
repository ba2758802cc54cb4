// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.OutputSink;

/** A sink that wants to know when the program began, and may want its output. */
public interface BegunSink extends OutputSink {

  /** The program was started. Called once, before any output; does not block and does not throw. */
  void begun();

  /** Whether it takes the output as well. */
  boolean hears();

  /** Whether a sink takes the output. */
  static boolean hears(OutputSink sink) {
    return sink instanceof BegunSink curious ? curious.hears() : sink != OutputSink.none();
  }

  /** Tells a sink if it wants to know. */
  static void tell(OutputSink sink) {
    if (sink instanceof BegunSink curious) {
      curious.begun();
    }
  }
}

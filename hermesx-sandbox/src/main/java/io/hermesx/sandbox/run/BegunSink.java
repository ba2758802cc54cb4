// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.OutputSink;

/** A sink that wants to know when the program began whose output it takes. */
public interface BegunSink extends OutputSink {

  /** The program was started. Called once, before any output; does not block and does not throw. */
  void begun();

  /** Tells a sink if it wants to know. */
  static void tell(OutputSink sink) {
    if (sink instanceof BegunSink curious) {
      curious.begun();
    }
  }
}

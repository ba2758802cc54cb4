// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

/** Takes a streamed answer piece by piece, on the thread that asked. Throwing ends the stream. */
@FunctionalInterface
public interface TextSink {

  /** Takes the next piece of text; never empty. */
  void text(String piece);
}

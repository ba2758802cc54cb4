// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

/**
 * Takes what a program writes while it runs, besides what the result keeps. Called on threads of
 * the executor, for one stream by one thread at a time, for both streams at once. A sink that
 * blocks holds the program up, not its limits; one that throws is not called again.
 */
@FunctionalInterface
public interface OutputSink {

  /** The two output streams of a program. */
  enum Stream {
    /** Standard output. */
    OUT,
    /** Standard error. */
    ERR
  }

  /** Takes a piece; the array is the sink's own. The pieces are not cut at characters. */
  void write(Stream stream, byte[] piece);

  /** A sink that drops everything. */
  static OutputSink none() {
    return (stream, piece) -> {};
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import java.time.Duration;

/** One comparison of the suite. Not thread-safe. */
interface Contest extends AutoCloseable {

  /** Runs both sides so that they are compiled. */
  void warmUp(Duration each);

  /** Measures both sides in turns, for so long each. */
  void measure(int round, Duration each);

  /** Prints what stands behind the ratio, and the ratio last. */
  void print();

  @Override
  void close();
}

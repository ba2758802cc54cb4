// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import java.util.function.Function;

/**
 * What the store tells of its work on the database: which statements, how long, and how they ended;
 * never a value. {@link #NONE} tells nothing and costs nothing. Thread-safe.
 */
public interface Telemetry {

  /** Tells nothing. */
  Telemetry NONE = new NoTelemetry();

  /** For statements that are no part of a transaction of their own: a span for each. */
  StatementSpans statements();

  /**
   * Runs a transaction under a span of its own, which is the current one meanwhile.
   *
   * @param work takes what gives its statements their spans
   */
  <T> T transaction(boolean writable, Function<StatementSpans, T> work);

  /**
   * Counts a single operation that was not to be had in one round trip and was repeated in an
   * explicit transaction.
   */
  void contextSplit();
}

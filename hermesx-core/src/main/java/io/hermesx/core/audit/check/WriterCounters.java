// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

/** How far each writer of a log has counted its events. */
public interface WriterCounters {

  /**
   * Whether an event of a writer is known to be what comes next of that writer. Changes nothing.
   */
  boolean isContinued(String writer, long counter);

  /** Takes events of a writer that {@link #isContinued continue}, of which this is the last. */
  void passed(String writer, long counter);

  /**
   * Takes the next event of a writer.
   *
   * @return false if it is not what comes next of that writer and that is known already; who keeps
   *     counters outside memory may find out later, and then reports it himself
   */
  boolean next(String writer, long counter, long seq);

  /** Events are missing that nobody can read: writers may go on with any counter. */
  void forget();
}

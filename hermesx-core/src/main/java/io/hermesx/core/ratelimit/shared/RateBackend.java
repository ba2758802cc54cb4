// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import java.time.Duration;
import java.util.List;

/**
 * State of rate limits that JVMs share. Thread-safe; its calls block, no longer than they are told.
 */
public interface RateBackend extends AutoCloseable {

  /**
   * Returns what the keys of a command lie in together: commands of equal partitions can be
   * executed in one call. It has an {@code equals} of its own.
   */
  Object partition(Command command);

  /**
   * Returns what a command's partition fails together with: the server that it lies on. It has an
   * {@code equals} of its own.
   */
  default Object server(Command command) {
    return RateBackend.class;
  }

  /**
   * Executes commands of one partition in order and in one atomic step, at the time of the shared
   * state: nobody sees a part of it. What they do is what {@link Batch} does.
   *
   * @param patience how long this may take; what is not begun by then must not happen later
   * @return an answer for each, in the same order
   * @throws RateLimiterUnavailableException if it cannot be told what happened, or nothing did
   */
  List<Answer> execute(List<Command> commands, Duration patience);

  /** Ends its connections. */
  @Override
  void close();
}

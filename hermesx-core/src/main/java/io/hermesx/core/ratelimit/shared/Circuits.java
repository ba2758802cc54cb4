// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker for each server: after some failures in a row nobody asks that server any more,
 * so that an outage costs no time, until a probe in the background was answered. Thread-safe.
 */
final class Circuits {

  private final ConcurrentMap<Object, Circuit> troubled = new ConcurrentHashMap<>();
  private final RateLimiterListener listener;
  private final AtomicInteger open = new AtomicInteger();
  private final int failures;

  /** Creates breakers that open after so many failures in a row. */
  Circuits(RateLimiterListener listener, int failures) {
    this.listener = listener;
    this.failures = failures;
  }

  /**
   * Lets a command pass.
   *
   * @throws RateLimiterUnavailableException if its server is not asked at the moment
   */
  void pass(Object server) {
    Circuit circuit = troubled.get(server);
    if (circuit != null && circuit.probe != null) {
      throw new RateLimiterUnavailableException(
          "the shared rate limits failed "
              + failures
              + " times in a row and are not asked until they answer a probe");
    }
  }

  /** Notes that a server answered. */
  void answered(Object server) {
    if (!troubled.isEmpty() && troubled.containsKey(server)) {
      Circuit gone = troubled.remove(server);
      if (gone != null && gone.probe != null && open.decrementAndGet() == 0) {
        listener.outageEnded();
      }
    }
  }

  /** Notes that a server did not answer; the command will be looked at by the probes. */
  void failed(Object server, Command command) {
    boolean[] opened = {false};
    troubled.compute(
        server,
        (key, known) -> {
          Circuit circuit = known == null ? new Circuit(0, null) : known;
          int count = circuit.failures + 1;
          opened[0] = circuit.probe == null && count >= failures;
          return new Circuit(count, opened[0] ? command : circuit.probe);
        });
    if (opened[0] && open.getAndIncrement() == 0) {
      listener.outageBegan();
    }
  }

  /** Asks each server that is not asked otherwise, and uses it again if it answers. */
  void probe(Prober prober) {
    troubled.forEach(
        (server, circuit) -> {
          Command command = circuit.probe;
          if (command != null
              && prober.answers(Command.peek(command.request(), command.layers()))) {
            answered(server);
          }
        });
  }

  /** Tells whether a server is not asked at the moment. */
  boolean anyOpen() {
    return open.get() > 0;
  }

  /** Asks a server. */
  interface Prober {
    boolean answers(Command command);
  }

  /** A server that failed so often in a row, and how it is probed if it is not asked. */
  private record Circuit(int failures, @Nullable Command probe) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.time.MonotonicClock;

/** How commands reach the shared state: past the breaker, in one call with others. Thread-safe. */
final class Asking implements Leases.Asker, AutoCloseable {

  private final RateBackend backend;
  private final Coalescer coalescer;
  private final Circuits circuits;
  private final MonotonicClock clock;
  private volatile long serverAhead;
  private volatile boolean serverKnown;

  Asking(RateBackend backend, SharedOptions options) {
    this.backend = backend;
    this.circuits = new Circuits(options.listener(), options.breakAfter());
    this.coalescer =
        new Coalescer(
            backend,
            circuits,
            new Coalescer.Queueing(
                options.deadline(), options.queueRoom(), options.listener(), options.ticker()));
    this.clock = new MonotonicClock(options.clock(), options.ticker());
  }

  @Override
  public Answer ask(Command command) {
    circuits.pass(backend.server(command));
    return send(command);
  }

  @Override
  public long serverMicros() {
    return serverKnown ? clock.micros() + serverAhead : 0;
  }

  /** Asks the servers that are not asked otherwise whether they answer again. */
  void probe() {
    if (circuits.anyOpen()) {
      circuits.probe(
          command -> {
            try {
              Answer unused = send(command);
              return true;
            } catch (RateLimiterUnavailableException e) {
              return false;
            }
          });
    }
  }

  @Override
  public void close() {
    backend.close();
  }

  private Answer send(Command command) {
    Answer answer = coalescer.execute(command);
    serverAhead = answer.now() - clock.micros();
    serverKnown = true;
    return answer;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.metric;

import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.sandbox.ObservedRun;
import io.hermesx.sandbox.SandboxListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Counts the programs of sandboxes, by executor and how they ended; what ran and for whom is no
 * label. Thread-safe.
 */
final class SandboxMeters implements SandboxListener {

  private final MeterRegistry registry;
  private final AtomicInteger active = new AtomicInteger();

  SandboxMeters(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("hermesx.sandbox.active", active::get).strongReference(true).register(registry);
  }

  @Override
  public Consumer<ObservedRun> asked(String executor) {
    active.incrementAndGet();
    return run -> {
      active.decrementAndGet();
      over(run);
    };
  }

  private void over(ObservedRun run) {
    String executor = run.executor();
    registry
        .counter(
            "hermesx.sandbox.executions",
            "executor",
            executor,
            "outcome",
            outcome(run.outcome()),
            "limit",
            limit(run.outcome()))
        .increment();
    if (run.began()) {
      registry.timer("hermesx.sandbox.wait", "executor", executor).record(run.waited());
      registry.timer("hermesx.sandbox.run", "executor", executor).record(run.usage().wall());
      run.usage()
          .cpu()
          .ifPresent(
              cpu -> registry.timer("hermesx.sandbox.cpu", "executor", executor).record(cpu));
    }
  }

  private static String limit(SandboxOutcome outcome) {
    return outcome instanceof SandboxOutcome.LimitExceeded exceeded
        ? exceeded.limit().name().toLowerCase(Locale.ROOT)
        : "";
  }

  private static String outcome(SandboxOutcome outcome) {
    return outcome
        .getClass()
        .getSimpleName()
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}

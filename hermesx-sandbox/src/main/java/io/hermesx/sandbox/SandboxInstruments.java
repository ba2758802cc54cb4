// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;

/** The instruments of sandboxes. Thread-safe. */
final class SandboxInstruments {

  final LongCounter executions;
  final LongCounter missing;
  final LongUpDownCounter active;
  final DoubleHistogram waited;
  final DoubleHistogram ran;
  final DoubleHistogram ended;
  final DoubleHistogram cpu;
  final LongHistogram memory;
  final LongHistogram output;

  SandboxInstruments(Meter meter) {
    executions =
        meter
            .counterBuilder("hermesx.sandbox.executions")
            .setUnit("{execution}")
            .setDescription("Programs that were asked for and are over.")
            .build();
    missing =
        meter
            .counterBuilder("hermesx.sandbox.missing")
            .setUnit("{guarantee}")
            .setDescription("Guarantees for the lack of which a program was refused.")
            .build();
    active =
        meter
            .upDownCounterBuilder("hermesx.sandbox.active")
            .setUnit("{execution}")
            .setDescription("Programs that wait, run or are being ended.")
            .build();
    waited = seconds(meter, "wait.duration", "How long programs waited until they were started.");
    ran = seconds(meter, "run.duration", "How long programs ran, until nothing of them was left.");
    ended = seconds(meter, "end.duration", "From then until their results were there.");
    cpu = seconds(meter, "cpu.time", "Processor time of programs with all they started.");
    memory = octets(meter, "memory.peak", "The most memory that programs had at once.");
    output = octets(meter, "output.size", "What programs wrote to both streams.");
  }

  private static DoubleHistogram seconds(Meter meter, String name, String description) {
    return meter
        .histogramBuilder("hermesx.sandbox." + name)
        .setUnit("s")
        .setDescription(description)
        .build();
  }

  private static LongHistogram octets(Meter meter, String name, String description) {
    return meter
        .histogramBuilder("hermesx.sandbox." + name)
        .ofLongs()
        .setUnit("By")
        .setDescription(description)
        .build();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.ratelimit.RateMode;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.EnumMap;
import java.util.Map;

/** The instruments of rate limiters. Thread-safe. */
final class RateInstruments {

  private static final Map<RateMode, Attributes> ALLOWED = outcomes("allowed");
  private static final Map<RateMode, Attributes> REJECTED = outcomes("rejected");

  final LongCounter decisions;
  final LongCounter rejections;
  final LongCounter shadowRejections;
  final DoubleHistogram duration;
  final LongHistogram batchSize;
  final LongUpDownCounter outages;
  final LongCounter leaseTaken;
  final LongCounter leaseSpent;
  final LongCounter leaseReturned;

  RateInstruments(Meter meter) {
    decisions = counter(meter, "decisions", "{request}", "Requests decided.");
    rejections =
        counter(meter, "rejections", "{request}", "Requests refused, for each limit exceeded.");
    shadowRejections =
        counter(
            meter,
            "shadow_rejections",
            "{request}",
            "Requests that a limit only watched would have refused.");
    duration =
        meter
            .histogramBuilder("hermesx.ratelimit.shared.duration")
            .setUnit("s")
            .setDescription("How long calls to the shared state took.")
            .build();
    batchSize =
        meter
            .histogramBuilder("hermesx.ratelimit.shared.batch_size")
            .ofLongs()
            .setUnit("{request}")
            .setDescription("How many requests one call to the shared state answered.")
            .build();
    outages =
        meter
            .upDownCounterBuilder("hermesx.ratelimit.outages")
            .setUnit("{outage}")
            .setDescription("Outages of shared state that last at the moment.")
            .build();
    leaseTaken = counter(meter, "lease.taken", "{permit}", "Leased from the shared state.");
    leaseSpent = counter(meter, "lease.spent", "{permit}", "Spent of leases that have ended.");
    leaseReturned =
        counter(meter, "lease.returned", "{permit}", "Given back of leases that have ended.");
  }

  static Attributes of(boolean allowed, RateMode mode) {
    Attributes known = (allowed ? ALLOWED : REJECTED).get(mode);
    return known == null ? Attributes.empty() : known;
  }

  private static LongCounter counter(Meter meter, String name, String unit, String description) {
    return meter
        .counterBuilder("hermesx.ratelimit." + name)
        .setUnit(unit)
        .setDescription(description)
        .build();
  }

  private static Map<RateMode, Attributes> outcomes(String outcome) {
    Map<RateMode, Attributes> all = new EnumMap<>(RateMode.class);
    for (RateMode mode : RateMode.values()) {
      all.put(
          mode,
          Attributes.of(
              OpenTelemetryRateListener.OUTCOME,
              outcome,
              OpenTelemetryRateListener.MODE,
              OpenTelemetryRateListener.wireName(mode)));
    }
    return all;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.audit;

import io.hermesx.audit.AuditStatus;
import io.hermesx.audit.AuditStatus.AnchorStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** How the signed trail is, for people and for alarms. Does no I/O. Thread-safe. */
public final class AuditHealth {

  private final Supplier<AuditStatus> status;
  private final InstantSource clock;
  private final Duration lateSignature;
  private final Duration lateAnchor;
  private final Instant start;

  AuditHealth(
      Supplier<AuditStatus> status,
      InstantSource clock,
      Duration lateSignature,
      Duration lateAnchor) {
    this.status = status;
    this.clock = clock;
    this.lateSignature = lateSignature;
    this.lateAnchor = lateAnchor;
    this.start = clock.instant();
  }

  /** What the chain says of itself. */
  public AuditStatus status() {
    return status.get();
  }

  /** What is wrong, as codes that name no tenant and no path; empty if nothing is. */
  public List<String> reasons() {
    AuditStatus now = status.get();
    List<String> reasons = new ArrayList<>();
    if (!now.failures().isEmpty() || age(now.signedAt()).compareTo(lateSignature) > 0) {
      reasons.add("audit_not_signed");
    }
    if (now.anchors().stream().anyMatch(this::isWithout)) {
      reasons.add("audit_not_anchored");
    }
    return reasons;
  }

  private boolean isWithout(AnchorStatus anchor) {
    return anchor.failure().isPresent() || age(anchor.currentAt()).compareTo(lateAnchor) > 0;
  }

  /** Since when; where it never was, since the service started. */
  private Duration age(Optional<Instant> time) {
    return Duration.between(time.orElse(start), clock.instant());
  }

  /** What can be measured of it, by the name of the metric. */
  public Map<String, DoubleSupplier> gauges() {
    Map<String, DoubleSupplier> gauges = new LinkedHashMap<>();
    gauges.put("hermesx.audit.signature.age.seconds", () -> seconds(age(status.get().signedAt())));
    gauges.put("hermesx.audit.signing.failures", () -> status.get().failures().size());
    gauges.put("hermesx.audit.anchor.age.seconds", this::oldestAnchor);
    gauges.put(
        "hermesx.audit.anchor.failures",
        () -> status.get().anchors().stream().filter(a -> a.failure().isPresent()).count());
    return gauges;
  }

  private double oldestAnchor() {
    return status.get().anchors().stream()
        .mapToDouble(anchor -> seconds(age(anchor.currentAt())))
        .max()
        .orElse(0);
  }

  private static double seconds(Duration age) {
    return age.toMillis() / 1_000.0;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/** Reads the entries of a log, up to a size, step by step. Not thread-safe. */
final class LogScan {

  private static final int STEP = 500;
  private static final int MOST_UNREADABLE = 100;

  private final AuditLog log;
  private final TenantId tenant;
  private final long size;
  private List<AuditEntry> step = List.of();
  private int next;

  LogScan(AuditLog log, TenantId tenant, long size) {
    this.log = log;
    this.tenant = tenant;
    this.size = size;
  }

  long size() {
    return size;
  }

  /**
   * Returns the entry at a place, or the next one where somebody has removed some; empty if none is
   * left. Places are asked for in ascending order.
   *
   * @param end reads no further than this
   */
  Optional<AuditEntry> entry(long place, long end) {
    if (next == step.size()) {
      step = log.read(tenant, place, (int) Math.min(STEP, end - place));
      next = 0;
    }
    return step.isEmpty() ? Optional.empty() : Optional.of(step.get(next++));
  }

  /**
   * Returns the first place that was recorded at a time or later, which is the size where none was.
   * Headers that cannot be read are passed over.
   */
  long firstSince(long micros) {
    long low = 0;
    long high = size;
    while (low < high) {
      long middle = low + (high - low) / 2;
      Probe probe = probe(middle, high);
      if (probe.header().isReadable() && !probe.header().isRecordedSince(micros)) {
        low = probe.place() + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first header from a place on that can be read, unless that is too far. */
  private Probe probe(long from, long end) {
    long last = Math.min(end, from + MOST_UNREADABLE);
    for (long place = from; place < last; place++) {
      ScannedHeader header = header(place);
      if (header.isReadable()) {
        return new Probe(place, header);
      }
    }
    return new Probe(end, ScannedHeader.NONE);
  }

  private record Probe(long place, ScannedHeader header) {}

  private ScannedHeader header(long place) {
    List<AuditEntry> one = log.read(tenant, place, 1);
    return one.isEmpty() ? ScannedHeader.NONE : ScannedHeader.of(one.get(0));
  }
}

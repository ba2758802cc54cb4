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
      long readable = readable(middle, high);
      if (readable < high && !header(readable).isRecordedSince(micros)) {
        low = readable + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first place from one on whose header can be read, or the end if that is too far. */
  private long readable(long from, long end) {
    long last = Math.min(end, from + MOST_UNREADABLE);
    for (long place = from; place < last; place++) {
      if (header(place).isReadable()) {
        return place;
      }
    }
    return end;
  }

  private ScannedHeader header(long place) {
    List<AuditEntry> one = log.read(tenant, place, 1);
    return one.isEmpty() ? ScannedHeader.NONE : ScannedHeader.of(one.get(0));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.tenant.TenantId;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the threads of a hop saw. Thread-safe. */
final class HopReport {

  private static final Pattern STATE = Pattern.compile("SQLSTATE (\\w{5})");
  private static final int EXAMPLES = 10;

  private final LongAdder operations = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final AtomicLong foreignRows = new AtomicLong();
  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
  private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();

  void done() {
    operations.increment();
  }

  void saw(TenantId asked, String text) {
    rows.increment();
    if (!text.equals(asked.toString())) {
      foreignRows.incrementAndGet();
    }
  }

  void failed(StoreException e) {
    failures.computeIfAbsent(kind(e), unused -> new LongAdder()).increment();
  }

  /** Keeps what no step may end with. */
  void surprised(Throwable e) {
    if (surprises.size() < EXAMPLES) {
      surprises.add(e);
    }
  }

  /** The SQLSTATE, or what happened while there was no answer of the server. */
  private static String kind(StoreException e) {
    Matcher state = STATE.matcher(e.getMessage());
    String what = state.find() ? state.group(1) : e.getMessage();
    return e.retrySafe() ? what : what + " at commit";
  }

  long operations() {
    return operations.sum();
  }

  long rows() {
    return rows.sum();
  }

  long foreignRows() {
    return foreignRows.get();
  }

  Queue<Throwable> surprises() {
    return surprises;
  }

  /** How often each kind of failure was seen. */
  Map<String, Long> failures() {
    Map<String, Long> counts = new TreeMap<>();
    failures.forEach((kind, count) -> counts.put(kind, count.sum()));
    return counts;
  }

  @Override
  public String toString() {
    return operations()
        + " operations, "
        + rows()
        + " rows, "
        + foreignRows()
        + " of another tenant, failures "
        + failures();
  }
}

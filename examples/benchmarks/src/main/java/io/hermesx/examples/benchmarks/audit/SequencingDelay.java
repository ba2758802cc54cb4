// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.UnsignedAuditChain;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import io.hermesx.examples.benchmarks.Latencies;
import io.hermesx.examples.benchmarks.Report;
import io.hermesx.store.postgres.PostgresStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** How long an event is staged before it has its place, while several hosts stage without pause. */
final class SequencingDelay {

  private static final Duration WITHIN = Duration.ofMillis(100);
  private static final int HOSTS = 8;

  private final Map<UUID, Long> committed = new ConcurrentHashMap<>();
  private final Map<UUID, Long> placed = new ConcurrentHashMap<>();
  private final PostgresStore store;

  SequencingDelay(PostgresStore store) {
    this.store = store;
  }

  void print(Duration duration) {
    Clock clock = Clock.systemUTC();
    try (UnsignedAuditChain chain =
            UnsignedAuditChain.builder(watched(store.auditLog()))
                .installation(AuditSuite.INSTALLATION)
                .clock(clock)
                .ids(IdSource.secure(clock))
                .sequenceWithin(WITHIN)
                .build();
        Race hosts = new Race(HOSTS)) {
      Events events = new Events(chain);
      TenantId tenant = Events.tenant(3);
      hosts.with("staged", Side.of(() -> stage(chain, events.next(tenant)))).measure(duration);
    }
    Latencies delays = new Latencies();
    committed.forEach((id, at) -> delays.add(Math.max(0, placed.get(id) - at)));
    Report.print(
        "audit-staged-to-sequenced: p50 %.0f ms, p99 %.0f ms (%d events of %d hosts, sequenced"
            + " within %d ms)%n",
        delays.percentile(50) / 1e6,
        delays.percentile(99) / 1e6,
        delays.count(),
        HOSTS,
        WITHIN.toMillis());
  }

  private void stage(UnsignedAuditChain chain, PreparedEvent event) {
    store.forTenant(event.tenant()).run(tx -> tx.audit().stage(event));
    committed.put(event.id(), System.nanoTime());
    chain.staged(event.tenant());
  }

  /** The log, which notes when an append is through. */
  private AuditLog watched(AuditLog log) {
    return (AuditLog)
        Proxy.newProxyInstance(
            AuditLog.class.getClassLoader(),
            new Class<?>[] {AuditLog.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(log, arguments);
                if (method.getName().equals("append")) {
                  note((List<?>) arguments[0]);
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void note(List<?> appends) {
    long now = System.nanoTime();
    for (Object append : appends) {
      for (AuditEntry entry : ((AuditAppend) append).entries()) {
        placed.put(entry.id(), now);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.store.postgres.PostgresStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/** Everything that writes: who is compared with whom. */
final class WriteRaces implements AutoCloseable {

  private static final int PRODUCERS = 32;
  private static final int BATCH = 1_000;
  private static final int MANY = 10_000;

  private final TenantId busy = Events.tenant(1);
  private final TenantId batched = Events.tenant(2);
  private final AuditChain chain;
  private final PostgresStore store;
  private final Events events;
  private final Race appends = new Race(PRODUCERS);
  private final Race batches = new Race(1);
  private final Race transactions = new Race(1);

  WriteRaces(PostgresStore store, AuditChain chain, DataSource peers) throws SQLException {
    this.store = store;
    this.chain = chain;
    this.events = new Events(chain);
    int octets = octets();
    TwinEvents twin = new TwinEvents(peers, octets);
    LockedChain locked = new LockedChain(peers, octets);
    locked.begin(busy);
    List<TenantId> many = begun();
    appends
        .with("one tenant", Side.of(() -> chain.append(events.next(busy))))
        .with("raw", Side.of(() -> twin.insert(events.next(busy))))
        .with("head locked for each", Side.of(() -> locked.append(events.next(busy))))
        .with("10,000 tenants", Side.of(() -> chain.append(events.next(any(many)))));
    batches
        .with("chain", batch(chain::append))
        .with("raw", batch(prepared -> twin.insert(batched, prepared)));
    HostTransaction host = new HostTransaction(store, Events.tenant(3));
    transactions
        .with("with an event", Side.of(() -> host.run(events)))
        .with("without", Side.of(host::run));
  }

  /** How long a header is with its place. */
  private int octets() {
    chain.append(events.next(batched));
    AuditEntry first = store.auditLog().read(batched, 0, 1).get(0);
    return first.header().length;
  }

  /** Tenants that have a log already. */
  private List<TenantId> begun() {
    List<TenantId> many = new ArrayList<>(MANY);
    for (int i = 0; i < MANY; i++) {
      many.add(Events.tenant(1_000_000 + i));
    }
    for (int from = 0; from < MANY; from += BATCH) {
      chain.append(many.subList(from, from + BATCH).stream().map(events::next).toList());
    }
    return many;
  }

  private static TenantId any(List<TenantId> many) {
    return many.get(ThreadLocalRandom.current().nextInt(MANY));
  }

  private Side batch(Batch batch) {
    return () -> {
      List<PreparedEvent> prepared = events.next(batched, BATCH);
      long begin = System.nanoTime();
      batch.write(prepared);
      return new Side.Done(BATCH, System.nanoTime() - begin);
    };
  }

  private interface Batch {
    void write(List<PreparedEvent> events) throws SQLException;
  }

  void warmUp(Duration each) {
    for (Race race : List.of(appends, batches, transactions)) {
      race.warmUp(each);
    }
    chain.sequence();
  }

  void measure(Duration each) {
    for (Race race : List.of(appends, batches, transactions)) {
      race.measure(each);
    }
    chain.sequence();
  }

  void print() {
    appends.print("audit-append, " + PRODUCERS + " producers");
    batches.print("audit-batched, " + BATCH + " events");
    transactions.print("audit-staged, a transaction");
    Race.Metric throughput = Race.Metric.THROUGHPUT;
    appends.ratio("audit-append-32p-vs-raw-autocommit-throughput", throughput, "one tenant", "raw");
    appends.ratio(
        "audit-append-32p-vs-per-event-chain-throughput",
        throughput,
        "one tenant",
        "head locked for each");
    appends.ratio("audit-append-p99-vs-raw-commit-p99-time", Race.Metric.P99, "one tenant", "raw");
    appends.ratio(
        "audit-10k-tenants-vs-one-throughput", throughput, "10,000 tenants", "one tenant");
    batches.ratio("audit-batched-vs-raw-batched-throughput", throughput, "chain", "raw");
    transactions.ratio(
        "audit-staged-vs-plain-tx-time", Race.Metric.MEDIAN, "with an event", "without");
  }

  @Override
  public void close() {
    appends.close();
    batches.close();
    transactions.close();
  }
}

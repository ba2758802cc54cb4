// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import com.zaxxer.hikari.HikariDataSource;
import io.hermesx.core.audit.UnsignedAuditChain;
import io.hermesx.core.time.IdSource;
import io.hermesx.examples.benchmarks.Rounds;
import io.hermesx.store.postgres.PostgresStore;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/**
 * What a record costs that nobody can change unnoticed: the audit log on a durable PostgreSQL
 * against the same rows without hashes, and against a chain that locks its head for each event;
 * then how fast a log is verified, and what it takes in memory and on disk.
 */
public final class AuditSuite {

  static final String INSTALLATION = "bench.example";

  private final Rounds rounds;

  /** Prepares the suite. */
  public AuditSuite(Rounds rounds) {
    this.rounds = rounds;
  }

  /** Starts a server, measures, prints, and stops the server. */
  public void run() throws IOException {
    try (AuditServer server = AuditServer.start();
        PostgresStore store = server.store();
        HikariDataSource peers = server.peers();
        UnsignedAuditChain chain = chain(store).build()) {
      Duration each = Duration.ofMillis(500L * rounds.seconds());
      try (WriteRaces races = new WriteRaces(store, chain, peers)) {
        races.warmUp(each.multipliedBy(2));
        for (int round = 0; round < rounds.count(); round++) {
          server.ask("checkpoint"); // here, so that none comes in the middle
          races.measure(each.multipliedBy(2));
        }
        races.print();
      }
      new SequencingDelay(store).print(each.multipliedBy(6));
      LongLogs logs = new LongLogs(store, chain);
      try (LongLog log = logs.write(Events.tenant(4), 100_000 * rounds.seconds())) {
        log.printVerification(rounds.count());
      }
      try (LongLog log = logs.write(Events.tenant(5), longest())) {
        log.printProofs();
        log.printOctets(server);
        log.printSmallProcess();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the database refused a statement of the benchmark", e);
    }
  }

  /** A million events; a quarter of that where there is little time. */
  private int longest() {
    return rounds.seconds() > 1 ? 1_000_000 : 250_000;
  }

  static UnsignedAuditChain.Builder chain(PostgresStore store) {
    Clock clock = Clock.systemUTC();
    return UnsignedAuditChain.builder(store.auditLog())
        .installation(INSTALLATION)
        .clock(clock)
        .ids(IdSource.secure(clock));
  }
}

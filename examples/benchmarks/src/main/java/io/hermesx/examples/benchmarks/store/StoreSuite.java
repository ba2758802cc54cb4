// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import com.zaxxer.hikari.HikariDataSource;
import io.hermesx.examples.benchmarks.Report;
import io.hermesx.examples.benchmarks.Rounds;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What keeping tenants apart costs on PostgreSQL: the store against the driver alone, at 0 and at 1
 * ms of added network latency, on a durable server with 200 tenants.
 */
public final class StoreSuite {

  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private final Rounds rounds;
  private final Rows rows = new Rows();

  /** Prepares the suite. */
  public StoreSuite(Rounds rounds) {
    this.rounds = rounds;
  }

  /** Starts a server, measures, prints, and stops the server. */
  public void run() throws IOException {
    try (DurableServer server = DurableServer.start()) {
      measure(server);
    } catch (SQLException e) {
      throw new IllegalStateException("the database refused a statement of the benchmark", e);
    }
  }

  private void measure(DurableServer server) throws SQLException {
    try (DelayProxy proxy = new DelayProxy(server.port());
        Pools near = Pools.open(server.port(), server.contextKey());
        HikariDataSource plain = Pools.pool(Pools.url(server.port(), DurableServer.PLAIN));
        Pools far = Pools.open(proxy.port(), server.contextKey());
        HikariDataSource farPlain = Pools.pool(Pools.url(proxy.port(), DurableServer.PLAIN))) {
      new AddedLatency(near.peer(), far.peer(), proxy).calibrate(MILLISECOND);
      List<Line> lines = new ArrayList<>();
      for (Comparison each : new Comparisons(server, near, plain, rows).all()) {
        lines.add(new Line(each, "%s-time", rounds.count()));
      }
      for (Comparison each : new Comparisons(server, far, farPlain, rows).all()) {
        lines.add(new Line(each, "%s-1ms-time", rounds.count()));
      }
      rounds(lines, near);
    }
  }

  private void rounds(List<Line> lines, Pools near) throws SQLException {
    Duration each = Duration.ofMillis(250L * rounds.seconds());
    for (Line line : lines) {
      line.warmUp(each.multipliedBy(2));
    }
    try (Throughput throughput = new Throughput(near, rows, rounds.count())) {
      throughput.warmUp(each);
      for (int round = 0; round < rounds.count(); round++) {
        for (Line line : lines) {
          line.measure(round, each);
        }
        throughput.measure(round, each.multipliedBy(2));
        Report.print("round %d of %d%n", round + 1, rounds.count());
      }
      lines.forEach(Line::print);
      lines.forEach(Line::ratio);
      throughput.print();
    }
  }
}

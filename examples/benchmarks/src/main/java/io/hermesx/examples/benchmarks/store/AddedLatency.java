// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import io.hermesx.examples.benchmarks.Report;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Brings a proxy to add what is asked for to a round trip, its own hop included, and says what it
 * really adds.
 */
final class AddedLatency {

  private static final int TRIPS = 300;
  private static final int ATTEMPTS = 4;

  private final DataSource near;
  private final DataSource far;
  private final DelayProxy proxy;

  AddedLatency(DataSource near, DataSource far, DelayProxy proxy) {
    this.near = near;
    this.far = far;
    this.proxy = proxy;
  }

  void calibrate(Duration wanted) throws SQLException {
    double delay = wanted.toNanos() / 2.0;
    double added = 0;
    for (int i = 0; i < ATTEMPTS; i++) {
      proxy.delay((long) delay);
      added = added();
      if (i < ATTEMPTS - 1) {
        delay -= (added - wanted.toNanos()) / 2;
      }
    }
    Report.print(
        "the proxy holds each direction back %.0f us and adds %.0f us to a round trip%n",
        delay / 1e3, added / 1e3);
  }

  /** Returns by how many nanoseconds a round trip is longer than without the proxy. */
  double added() throws SQLException {
    double[] without = new double[TRIPS];
    double[] with = new double[TRIPS];
    try (Connection direct = near.getConnection();
        Connection proxied = far.getConnection();
        PreparedStatement one = direct.prepareStatement("select 1");
        PreparedStatement other = proxied.prepareStatement("select 1")) {
      for (int i = 0; i < TRIPS; i++) {
        without[i] = time(one);
        with[i] = time(other);
      }
    }
    return Report.median(with) - Report.median(without);
  }

  private static double time(PreparedStatement statement) throws SQLException {
    long begin = System.nanoTime();
    statement.execute();
    return System.nanoTime() - begin;
  }
}

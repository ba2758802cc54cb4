// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.time.Ticker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What is left of the time that a call may take. */
final class Patience {

  /** How long the server's word that it gave up may take to get here. */
  private static final long WAY_BACK = TimeUnit.MILLISECONDS.toNanos(50);

  private final Ticker ticker;
  private final long end;

  Patience(Ticker ticker, Duration patience) {
    this.ticker = ticker;
    this.end = ticker.nanos() + patience.toNanos();
  }

  long nanos() {
    return end - ticker.nanos();
  }

  /** How long to wait for the server, ms. */
  int millis() throws SQLException {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos());
    if (millis <= 0) {
      throw new SQLException("nothing is left of the time the call may take", "57014");
    }
    return (int) Math.min(Integer.MAX_VALUE, millis);
  }

  /** How long the server may work or wait, ms: a little less, so that it has the word. */
  long serverMillis() throws SQLException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis());
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left - Math.min(left / 4, WAY_BACK)));
  }
}

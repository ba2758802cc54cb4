// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.Store;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.SessionsContract;
import java.time.Duration;

class PostgresSessionsTest extends SessionsContract {

  private static final TestDatabase DATABASE = EmbeddedServer.database();

  @Override
  protected Store open(MutableClock clock) {
    return DATABASE.emptyStore();
  }

  @Override
  protected void advance(Duration by) {
    DATABASE.advance(by);
  }
}

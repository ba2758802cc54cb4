// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.Store;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.SandboxPoliciesContract;
import java.time.Duration;

class PostgresSandboxPoliciesTest extends SandboxPoliciesContract {

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

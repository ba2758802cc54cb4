// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.Store;
import io.hermesx.core.testkit.ApiKeysContract;
import io.hermesx.core.testkit.ApprovalsContract;
import io.hermesx.core.testkit.BudgetLedgerContract;
import io.hermesx.core.testkit.BudgetTimeContract;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.ReceiptsContract;
import io.hermesx.core.testkit.SandboxPoliciesContract;
import io.hermesx.core.testkit.SessionsContract;
import io.hermesx.core.testkit.SingleStepStore;
import io.hermesx.core.testkit.TenantsContract;
import io.hermesx.core.testkit.UsageLogContract;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** A step alone, a transaction of its own in the database, does what it does in a transaction. */
class PostgresSingleStepTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();

  @Nested
  class Receipts extends ReceiptsContract {
    @Override
    protected Store open(MutableClock clock) {
      return new SingleStepStore(DATABASE.emptyStore());
    }

    @Override
    protected void advance(Duration by) {
      DATABASE.advance(by);
    }
  }

  @Nested
  class Approvals extends ApprovalsContract {
    @Override
    protected Store open(MutableClock clock) {
      return new SingleStepStore(DATABASE.emptyStore());
    }

    @Override
    protected void advance(Duration by) {
      DATABASE.advance(by);
    }
  }

  @Nested
  class Budgets extends BudgetLedgerContract {
    @Override
    protected Store open(MutableClock clock) {
      return new SingleStepStore(DATABASE.emptyStore());
    }

    @Override
    protected void advance(Duration by) {
      DATABASE.advance(by);
    }
  }

  @Nested
  class BudgetsOverTime extends BudgetTimeContract {
    @Override
    protected Store open(MutableClock clock) {
      return new SingleStepStore(DATABASE.emptyStore());
    }

    @Override
    protected void advance(Duration by) {
      DATABASE.advance(by);
    }
  }

  @Nested
  class Usage extends UsageLogContract {
    @Override
    protected Store open(MutableClock clock) {
      return new SingleStepStore(DATABASE.emptyStore());
    }

    @Override
    protected void advance(Duration by) {
      DATABASE.advance(by);
    }
  }

  @Nested
  class Tenants extends TenantsContract {
    @Override
    protected Store open(MutableClock clock) {
      return new SingleStepStore(DATABASE.emptyStore());
    }

    @Override
    protected void advance(Duration by) {
      DATABASE.advance(by);
    }
  }

  @Nested
  class ApiKeys extends ApiKeysContract {
    @Override
    protected Store open(MutableClock clock) {
      return new SingleStepStore(DATABASE.emptyStore());
    }

    @Override
    protected void advance(Duration by) {
      DATABASE.advance(by);
    }
  }

  @Nested
  class Sessions extends SessionsContract {
    @Override
    protected Store open(MutableClock clock) {
      return new SingleStepStore(DATABASE.emptyStore());
    }

    @Override
    protected void advance(Duration by) {
      DATABASE.advance(by);
    }
  }

  @Nested
  class SandboxPolicies extends SandboxPoliciesContract {
    @Override
    protected Store open(MutableClock clock) {
      return new SingleStepStore(DATABASE.emptyStore());
    }

    @Override
    protected void advance(Duration by) {
      DATABASE.advance(by);
    }
  }
}

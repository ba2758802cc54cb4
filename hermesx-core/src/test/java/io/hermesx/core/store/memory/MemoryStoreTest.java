// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.store.Store;
import io.hermesx.core.testkit.ApiKeysContract;
import io.hermesx.core.testkit.ApprovalsContract;
import io.hermesx.core.testkit.BudgetLedgerContract;
import io.hermesx.core.testkit.BudgetTimeContract;
import io.hermesx.core.testkit.DirectoryContract;
import io.hermesx.core.testkit.IdempotencyContract;
import io.hermesx.core.testkit.LeasesContract;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.ReceiptsContract;
import io.hermesx.core.testkit.SandboxPoliciesContract;
import io.hermesx.core.testkit.SessionsContract;
import io.hermesx.core.testkit.TenantIsolationContract;
import io.hermesx.core.testkit.TenantsContract;
import io.hermesx.core.testkit.TransactionContract;
import io.hermesx.core.testkit.UsageLogContract;
import org.junit.jupiter.api.Nested;

/** The store in memory passes every suite of a store. */
class MemoryStoreTest {

  @Nested
  class Receipts extends ReceiptsContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }

  @Nested
  class Approvals extends ApprovalsContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }

  @Nested
  class Budgets extends BudgetLedgerContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }

  @Nested
  class BudgetsOverTime extends BudgetTimeContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }

  @Nested
  class Usage extends UsageLogContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }

  @Nested
  class Transactions extends TransactionContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }

  @Nested
  class TenantIsolation extends TenantIsolationContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }

  @Nested
  class LeasesOfTheStore extends LeasesContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }

  @Nested
  class Tenants extends TenantsContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }

  @Nested
  class ApiKeys extends ApiKeysContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }

  @Nested
  class Sessions extends SessionsContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }

  @Nested
  class Idempotency extends IdempotencyContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }

  @Nested
  class DirectoryOfTheStore extends DirectoryContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }

  @Nested
  class SandboxPolicies extends SandboxPoliciesContract {
    @Override
    protected Store open(MutableClock clock) {
      return MemoryStore.create(clock);
    }
  }
}

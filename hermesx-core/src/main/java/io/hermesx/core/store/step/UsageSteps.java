// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.step;

import io.hermesx.core.Dimensions;
import io.hermesx.core.usage.UsageEvent;
import io.hermesx.core.usage.UsageLog;
import io.hermesx.core.usage.UsageTotals;
import java.time.Instant;
import java.util.List;

/**
 * The usage events of a tenant, each step a transaction of its own.
 *
 * @param runner runs the steps
 */
public record UsageSteps(StepRunner runner) implements UsageLog {

  @Override
  public boolean append(UsageEvent event) {
    return runner.write(tx -> tx.usage().append(event));
  }

  @Override
  public UsageTotals totals(Instant from, Instant to, Dimensions only) {
    return runner.read(tx -> tx.usage().totals(from, to, only));
  }

  @Override
  public List<UsageEvent> list(Instant from, Instant to, int limit) {
    return runner.read(tx -> tx.usage().list(from, to, limit));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.random.RandomGenerator;

/** One thing that a thread of a hop does for a tenant. */
@FunctionalInterface
interface HopStep {

  /** Does it, and returns the text of every row it was shown: in each stands whose row it is. */
  List<String> on(TenantId tenant, RandomGenerator random);
}

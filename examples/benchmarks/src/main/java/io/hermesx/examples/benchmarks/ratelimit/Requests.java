// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;

/** Calls of many users of many tenants, as a host would have them in hand. Immutable. */
final class Requests {

  private static final int TOOLS = 5;

  private final RateRequest[] all;

  Requests(int tenants, int usersPerTenant) {
    this.all = new RateRequest[tenants * usersPerTenant];
    for (int i = 0; i < all.length; i++) {
      all[i] = of(i % tenants, i / tenants);
    }
  }

  static RateRequest of(int tenant, int user) {
    return new RateRequest(
        TenantId.named("tenant-" + tenant),
        Dimensions.none()
            .with(Dimension.USER, "user-" + user)
            .with(Dimension.TOOL, "tool-" + user % TOOLS),
        1,
        100);
  }

  /** Returns one of them; turns that follow each other are of different tenants. */
  RateRequest at(int turn) {
    return all[Math.floorMod(turn, all.length)];
  }

  int size() {
    return all.length;
  }
}

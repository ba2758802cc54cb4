// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ManualTicker;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What keys cost, and that it comes back: 100,000 tenants of ten keys, or as many as {@code
 * hermesx.tenants} says (a million need {@code -Xmx4g}).
 */
class MemoryBaselineTest {

  private static final int TENANTS = Integer.getInteger("hermesx.tenants", 100_000);
  private static final int KEYS = 10;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final RateLimit PER_USER =
      RateLimit.requests("user", 10, HOUR).per(Dimension.USER);

  @Test
  void tenantsOfTenKeys_whenTheyHaveEnded_leaveNothing() {
    ManualTicker ticker = ManualTicker.create();
    LocalRateLimiter limiter =
        LocalRateLimiter.builder()
            .limits(RateLimits.of(PER_USER))
            .ticker(ticker)
            .maxKeys(TENANTS * KEYS)
            .build();
    take(limiter, TENANTS);
    ticker.advance(HOUR.multipliedBy(3));
    take(limiter, TENANTS + 1);
    ticker.advance(HOUR.multipliedBy(3));
    assertThat(limiter.keys()).isZero();
    long before = used();

    for (int tenant = 0; tenant < TENANTS; tenant++) {
      take(limiter, tenant);
    }
    assertThat(limiter.keys()).isEqualTo(TENANTS * KEYS);
    long full = used();
    ticker.advance(HOUR.multipliedBy(3));
    take(limiter, TENANTS);
    long after = used();

    assertThat(limiter.tenants()).isEqualTo(1);
    assertThat(limiter.keys()).isEqualTo(KEYS);
    double perKey = (full - before) / (double) (TENANTS * KEYS);
    double left = (after - before) / (double) (full - before);
    System.out.printf(
        "%d tenants of %d keys: %.1f octets a key, %.1f %% left after they ended%n",
        TENANTS, KEYS, perKey, 100 * left);
    assertThat(perKey).isBetween(64.0, 140.0);
    // The cache's table of references never shrinks.
    assertThat(left).isLessThan(0.1);
  }

  @Test
  void key_takesAtMost64Octets() {
    int count = 1_000_000;
    Layer layer = new Layer(PER_USER);
    TenantId tenant = TenantId.named("acme");
    LocalKey[] keys = new LocalKey[count];
    long before = used();
    for (int i = 0; i < count; i++) {
      keys[i] = new LocalKey(i, i, tenant, layer);
    }
    double perKey = (used() - before) / (double) count;

    System.out.printf("%.2f octets a key%n", perKey);
    assertThat(keys[count - 1].low).isEqualTo(count - 1);
    assertThat(perKey).isLessThan(64.5);
  }

  private static void take(LocalRateLimiter limiter, int tenant) {
    TenantId id = new TenantId(new UUID(tenant, 1));
    for (int i = 0; i < KEYS; i++) {
      limiter.tryAcquire(RateRequest.call(id, Dimensions.none().with(Dimension.USER, "user-" + i)));
    }
  }

  private static long used() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return used;
  }
}

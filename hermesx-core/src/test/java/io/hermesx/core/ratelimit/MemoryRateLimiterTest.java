// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.testkit.RateLimiterContract;
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryRateLimiterTest extends RateLimiterContract {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final RateLimit PER_USER =
      RateLimit.requests("user", 60, HOUR).withBurst(2).per(Dimension.USER);

  @Override
  protected RateLimiter create(List<RateLimit> limits, ManualTicker ticker) {
    return builder(ticker).limits(RateLimits.of(limits)).build();
  }

  @Test
  void decision_saysThatItIsLocal() {
    RateLimiter limiter = builder(ManualTicker.create()).limits(RateLimits.of(PER_USER)).build();

    assertThat(limiter.tryAcquire(of(TENANT, "ann")).mode()).isEqualTo(RateMode.LOCAL);
  }

  @Test
  void shortRuns_withFewThreads_allowExactlyTheBurst() {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      for (int run = 0; run < 1_000; run++) {
        RateLimiter limiter =
            create(List.of(RateLimit.requests("calls", 9, HOUR)), ManualTicker.create());
        List<Integer> allowed =
            Contention.run(pool, 4, thread -> () -> allowed(limiter, call(), 5));
        assertThat(allowed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(9);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  // Memory

  @Test
  void fullKeys_areDroppedByLaterCalls() {
    ManualTicker ticker = ManualTicker.create();
    MemoryRateLimiter limiter = builder(ticker).limits(RateLimits.of(PER_USER)).build();
    for (int i = 0; i < 10_000; i++) {
      limiter.tryAcquire(of(tenant(i % 100), "user-" + i));
    }
    assertThat(limiter.keys()).isEqualTo(10_000);

    ticker.advance(HOUR);
    allowed(limiter, of(TENANT, "ann"), 20_000);
    assertThat(limiter.keys()).isEqualTo(1);
  }

  @Test
  void keysThatComeAndGo_stayInProportionToThoseInUse() {
    ManualTicker ticker = ManualTicker.create();
    MemoryRateLimiter limiter = builder(ticker).limits(RateLimits.of(PER_USER)).build();
    int most = 0;
    for (int i = 0; i < 50_000; i++) {
      ticker.advance(Duration.ofMillis(60));
      limiter.tryAcquire(of(TENANT, "user-" + i));
      most = Math.max(most, limiter.keys());
    }

    assertThat(most).isBetween(1_000, 2_000);
  }

  @Test
  void keysInUse_surviveAnySweep() {
    ManualTicker ticker = ManualTicker.create();
    MemoryRateLimiter limiter = builder(ticker).limits(RateLimits.of(PER_USER)).build();
    allowed(limiter, of(TENANT, "ann"), 2);
    ticker.advance(HOUR.dividedBy(60).minusNanos(1));
    for (int i = 0; i < 9_999; i++) {
      limiter.tryAcquire(of(TENANT, "user-" + i));
    }

    assertThat(limiter.tryAcquire(of(TENANT, "ann")).allowed()).isFalse();
  }

  @Test
  void noRoom_refusesNewKeys_andForgetsNone() {
    ManualTicker ticker = ManualTicker.create();
    MemoryRateLimiter limiter = builder(ticker).limits(RateLimits.of(PER_USER)).maxKeys(3).build();
    List<TenantId> tenants = IntStream.range(0, 3).mapToObj(MemoryRateLimiterTest::tenant).toList();
    for (TenantId tenant : tenants) {
      allowed(limiter, of(tenant, "ann"), 2);
    }

    assertThatThrownBy(() -> limiter.tryAcquire(of(TENANT, "ann")))
        .isInstanceOf(RateLimiterUnavailableException.class)
        .hasMessageContaining("3 of 3 keys in use")
        .hasMessageContaining("raise maxKeys");
    for (TenantId tenant : tenants) {
      assertThat(limiter.tryAcquire(of(tenant, "ann")).allowed()).isFalse();
    }
    assertThat(limiter.peek(of(TENANT, "ann")).allowed()).isTrue();

    ticker.advance(HOUR);
    assertThat(limiter.tryAcquire(of(TENANT, "ann")).allowed()).isTrue();
    assertThat(limiter.keys()).isEqualTo(1);
  }

  @Test
  void noRoom_findsDroppableKeysOfOtherTenants() {
    ManualTicker ticker = ManualTicker.create();
    MemoryRateLimiter limiter = builder(ticker).limits(RateLimits.of(PER_USER)).maxKeys(1).build();
    for (int i = 0; i < 100; i++) {
      assertThat(limiter.tryAcquire(of(tenant(i), "ann")).allowed()).isTrue();
      ticker.advance(HOUR);
    }
  }

  @Test
  void noRoom_takesFromNoLayer() {
    RateLimit shared = RateLimit.requests("shared", 10, HOUR);
    MemoryRateLimiter limiter =
        builder(ManualTicker.create()).limits(RateLimits.of(shared, PER_USER)).maxKeys(2).build();
    limiter.tryAcquire(of(TENANT, "ann"));

    assertThatThrownBy(() -> limiter.tryAcquire(of(TENANT, "bob")))
        .isInstanceOf(RateLimiterUnavailableException.class);
    assertThat(limiter.peek(call()).states().get(0).remaining()).isEqualTo(9);
  }

  @Test
  void oneTenant_cannotTakeTheRoomOfTheOthers() {
    MemoryRateLimiter limiter =
        builder(ManualTicker.create())
            .limits(RateLimits.of(PER_USER))
            .maxKeys(100)
            .maxKeysPerTenant(10)
            .build();
    for (int i = 0; i < 10; i++) {
      limiter.tryAcquire(of(TENANT, "user-" + i));
    }

    assertThatThrownBy(() -> limiter.tryAcquire(of(TENANT, "one-more")))
        .isInstanceOf(RateLimiterUnavailableException.class)
        .hasMessageContaining("at most 10 for a tenant");
    assertThat(limiter.tryAcquire(of(TenantId.named("globex"), "ann")).allowed()).isTrue();
  }

  @Test
  void refunds_areForgottenOnceTheyCouldGiveNothing() {
    ManualTicker ticker = ManualTicker.create();
    MemoryRateLimiter limiter = builder(ticker).limits(RateLimits.of(PER_USER)).build();
    RatePermit permit = limiter.tryAcquire(of(TENANT, "ann")).permit().orElseThrow();
    assertThat(limiter.refund(permit)).isTrue();
    assertThat(limiter.refunds()).isEqualTo(1);

    ticker.advance(HOUR);
    assertThat(limiter.refund(permit)).isFalse();
    assertThat(limiter.refunds()).isZero();
  }

  @Test
  void refundWithoutRoom_givesNothing() {
    MemoryRateLimiter limiter =
        builder(ManualTicker.create()).limits(RateLimits.of(PER_USER)).maxKeys(1).build();
    RatePermit first = limiter.tryAcquire(of(TENANT, "ann")).permit().orElseThrow();
    RatePermit second = limiter.tryAcquire(of(TENANT, "ann")).permit().orElseThrow();

    assertThat(limiter.refund(first)).isTrue();
    assertThat(limiter.refund(second)).isFalse();
    assertThat(limiter.peek(of(TENANT, "ann")).states().get(0).remaining()).isEqualTo(1);
  }

  @Test
  void refund_ofAPermitFromTheFuture_givesNothing() {
    MemoryRateLimiter limiter =
        builder(ManualTicker.create()).limits(RateLimits.of(PER_USER)).build();
    RatePermit permit = limiter.tryAcquire(of(TENANT, "ann")).permit().orElseThrow();

    assertThat(
            limiter.refund(
                new RatePermit(
                    permit.id(), permit.request(), permit.limits(), Long.MAX_VALUE, permit.mode())))
        .isFalse();
    assertThat(limiter.refund(permit)).isTrue();
  }

  // Configuration

  @Test
  void build_withoutLimits_pointsToTheExplicitChoice() {
    assertThatIllegalStateException()
        .isThrownBy(() -> builder(ManualTicker.create()).build())
        .withMessageContaining("limits is not set")
        .withMessageContaining("RateLimiter.unlimited()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimits.of())
        .withMessageContaining("there are 0 limits, allowed: 1 to 64")
        .withMessageContaining("RateLimiter.unlimited()");
  }

  @Test
  void build_namesTheValueAndTheRange() {
    MemoryRateLimiter.Builder builder =
        builder(ManualTicker.create()).limits(RateLimits.of(PER_USER));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxKeys(0).build())
        .withMessage("maxKeys is 0, allowed: 1 to 100000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxKeys(10).maxKeysPerTenant(11).build())
        .withMessage("maxKeysPerTenant is 11, allowed: 1 to 10");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder(ManualTicker.create()).limits(RateLimits.of(PER_USER, PER_USER)).build())
        .withMessageContaining("two limits are named user");
  }

  @Test
  void unlimited_saysYesAndTakesNothing() {
    try (RateLimiter limiter = RateLimiter.unlimited()) {
      RateDecision decision =
          limiter.tryAcquire(new RateRequest(TENANT, Dimensions.none(), Long.MAX_VALUE, 1));
      assertThat(decision.allowed()).isTrue();
      assertThat(decision.permit()).isEmpty();
      assertThat(limiter.peek(call())).isEqualTo(decision);
    }
  }

  private static TenantId tenant(int number) {
    return TenantId.named("tenant-" + number);
  }

  private static MemoryRateLimiter.Builder builder(ManualTicker ticker) {
    return MemoryRateLimiter.builder().ticker(ticker).ids(TestIds.create());
  }
}

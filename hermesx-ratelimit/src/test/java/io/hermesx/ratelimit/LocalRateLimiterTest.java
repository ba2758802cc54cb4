// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.testkit.RateLimiterContract;
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class LocalRateLimiterTest extends RateLimiterContract {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final RateLimit PER_USER =
      RateLimit.requests("user", 60, HOUR).withBurst(2).per(Dimension.USER);

  @Override
  protected RateLimiter create(List<RateLimit> limits, ManualTicker ticker) {
    return builder(ticker).limits(RateLimits.of(limits)).build();
  }

  @Test
  void decision_saysThatItIsLocal() {
    RateLimiter limiter = LocalRateLimiter.of(PER_USER);

    assertThat(limiter.tryAcquire(of(TENANT, "ann")).mode()).isEqualTo(RateMode.LOCAL);
  }

  @Test
  void listener_hearsEachDecision_butNoPeek() {
    List<RateDecision> heard = new ArrayList<>();
    RateLimiterListener listener =
        new RateLimiterListener() {
          @Override
          public void decided(RateRequest request, RateDecision decision) {
            heard.add(decision);
          }
        };
    RateLimiter limiter =
        builder(ManualTicker.create()).limits(RateLimits.of(PER_USER)).listener(listener).build();
    List<RateDecision> given = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      limiter.peek(of(TENANT, "ann"));
      given.add(limiter.tryAcquire(of(TENANT, "ann")));
    }

    assertThat(heard).isEqualTo(given);
  }

  /** The cache once kept a room for 60 µs less than the room believed, and forgot what counted. */
  @Test
  void roomMadeJustBeforeItsFirstCall_isKeptForAsLongAsItCounts() {
    ManualTicker ticker = ManualTicker.create();
    Duration minute = Duration.ofMinutes(1);
    Duration micro = Duration.ofNanos(1_000);
    RateLimiter limiter = create(List.of(RateLimit.requests("one", 1, minute)), ticker);
    ticker.advance(micro.multipliedBy(60));

    for (int i = 0; i < 10; i++) {
      assertThat(allowed(limiter, call(), 3)).isEqualTo(1);
      ticker.advance(minute.minus(micro));
      assertThat(allowed(limiter, call(), 3)).isZero();
      ticker.advance(micro);
    }
  }

  // Many threads

  @Test
  void contendedRuns_allowExactlyTheLimit() {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      for (int run = 0; run < 1_000; run++) {
        RateLimiter limiter =
            LocalRateLimiter.of(
                RateLimit.requests("calls", 9, HOUR),
                RateLimit.requests("all", 100, HOUR).acrossTenants());
        List<Integer> allowed =
            Contention.run(pool, 4, thread -> () -> allowed(limiter, call(), 5));
        assertThat(allowed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(9);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void contendedRuns_ofManyTenants_allowExactlyTheCommonLimit() {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      for (int run = 0; run < 200; run++) {
        RateLimiter limiter =
            LocalRateLimiter.of(
                RateLimit.requests("own", 20, HOUR),
                RateLimit.requests("all", 30, HOUR).acrossTenants());
        List<Integer> allowed =
            Contention.run(
                pool, 4, thread -> () -> allowed(limiter, of(tenant(thread), "ann"), 25));
        assertThat(allowed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(30);
        assertThat(allowed).allMatch(count -> count <= 20);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** Time runs so fast that rooms are forgotten while threads have them in hand. */
  @Test
  void roomsForgottenUnderway_forgetNothingThatCounts() {
    RateLimit limit = RateLimit.requests("calls", 1, Duration.ofDays(1)).withBurst(5);
    for (int run = 0; run < 50; run++) {
      ManualTicker ticker = ManualTicker.create();
      RateLimiter limiter = create(List.of(limit), ticker);
      List<List<Long>> taken =
          Contention.run(
              4,
              thread ->
                  () -> {
                    List<Long> at = new ArrayList<>();
                    for (int i = 0; i < 500; i++) {
                      ticker.advance(Duration.ofHours(i % 100 == 99 ? 500 : 1));
                      limiter.tryAcquire(call()).permit().ifPresent(p -> at.add(p.takenAtMicros()));
                      limiter.tryAcquire(of(tenant(i % 7), "ann"));
                    }
                    return at;
                  });
      List<Long> all = taken.stream().flatMap(List::stream).sorted().toList();
      requireWithin(all, limit);
    }
  }

  // Memory

  @Test
  void endedKeys_areDroppedByLaterCalls() {
    ManualTicker ticker = ManualTicker.create();
    LocalRateLimiter limiter = builder(ticker).limits(RateLimits.of(PER_USER)).build();
    for (int i = 0; i < 10_000; i++) {
      limiter.tryAcquire(of(tenant(i % 100), "user-" + i));
    }
    assertThat(limiter.keys()).isEqualTo(10_000);
    assertThat(limiter.tenants()).isEqualTo(100);

    ticker.advance(HOUR);
    allowed(limiter, of(TENANT, "ann"), 1);
    assertThat(limiter.keys()).isEqualTo(1);
    assertThat(limiter.tenants()).isEqualTo(1);
  }

  @Test
  void keysThatComeAndGo_stayInProportionToThoseInUse() {
    ManualTicker ticker = ManualTicker.create();
    LocalRateLimiter limiter =
        builder(ticker).limits(RateLimits.of(PER_USER)).maxKeys(3_000).build();
    for (int i = 0; i < 50_000; i++) {
      ticker.advance(Duration.ofMillis(60));
      assertThat(limiter.tryAcquire(of(tenant(i % 5), "user-" + i)).allowed()).isTrue();
    }

    assertThat(limiter.keys()).isEqualTo(1_000);
  }

  @Test
  void keysInUse_surviveAnySweep() {
    ManualTicker ticker = ManualTicker.create();
    LocalRateLimiter limiter = builder(ticker).limits(RateLimits.of(PER_USER)).build();
    allowed(limiter, of(TENANT, "ann"), 2);
    ticker.advance(HOUR.dividedBy(60).minusNanos(1_000));
    for (int i = 0; i < 9_000; i++) {
      limiter.tryAcquire(of(TENANT, "user-" + i));
    }
    limiter.keys();

    assertThat(limiter.tryAcquire(of(TENANT, "ann")).allowed()).isFalse();
  }

  @Test
  void noRoom_refusesNewKeys_andForgetsNone() {
    ManualTicker ticker = ManualTicker.create();
    LocalRateLimiter limiter = builder(ticker).limits(RateLimits.of(PER_USER)).maxKeys(3).build();
    for (int i = 0; i < 3; i++) {
      allowed(limiter, of(tenant(i), "ann"), 2);
    }

    assertThatThrownBy(() -> limiter.tryAcquire(of(TENANT, "ann")))
        .isInstanceOf(RateLimiterUnavailableException.class)
        .hasMessageContaining("3 of 3 keys in use")
        .hasMessageContaining("raise maxKeys");
    for (int i = 0; i < 3; i++) {
      assertThat(limiter.tryAcquire(of(tenant(i), "ann")).allowed()).isFalse();
    }
    assertThat(limiter.peek(of(TENANT, "ann")).allowed()).isTrue();

    ticker.advance(HOUR);
    assertThat(limiter.tryAcquire(of(TENANT, "ann")).allowed()).isTrue();
    assertThat(limiter.keys()).isEqualTo(1);
  }

  @Test
  void noRoom_takesFromNoLayer() {
    RateLimit wide = RateLimit.requests("wide", 10, HOUR);
    LocalRateLimiter limiter =
        builder(ManualTicker.create()).limits(RateLimits.of(wide, PER_USER)).maxKeys(2).build();
    limiter.tryAcquire(of(TENANT, "ann"));

    assertThatThrownBy(() -> limiter.tryAcquire(of(TENANT, "bob")))
        .isInstanceOf(RateLimiterUnavailableException.class);
    assertThat(limiter.peek(call()).states().get(0).remaining()).isEqualTo(9);
  }

  @Test
  void oneTenant_cannotTakeTheRoomOfTheOthers_norByKeysOfAll() {
    RateLimit everywhere =
        RateLimit.requests("everywhere", 60, HOUR).per(Dimension.USER).acrossTenants();
    LocalRateLimiter limiter =
        builder(ManualTicker.create())
            .limits(RateLimits.of(PER_USER, everywhere))
            .maxKeys(100)
            .maxKeysPerTenant(10)
            .build();
    for (int i = 0; i < 5; i++) {
      limiter.tryAcquire(of(TENANT, "user-" + i));
    }

    assertThatThrownBy(() -> limiter.tryAcquire(of(TENANT, "one-more")))
        .isInstanceOf(RateLimiterUnavailableException.class)
        .hasMessageContaining("at most 10 for a tenant");
    assertThat(limiter.tryAcquire(of(TenantId.named("globex"), "ann")).allowed()).isTrue();
  }

  @Test
  void refunds_areBounded_andForgottenOnceTheyCouldGiveNothing() {
    ManualTicker ticker = ManualTicker.create();
    LocalRateLimiter limiter = builder(ticker).limits(RateLimits.of(PER_USER)).maxKeys(1).build();
    RatePermit first = limiter.tryAcquire(of(TENANT, "ann")).permit().orElseThrow();
    RatePermit second = limiter.tryAcquire(of(TENANT, "ann")).permit().orElseThrow();

    assertThat(limiter.refund(first)).isTrue();
    assertThat(limiter.refund(second)).isFalse();
    ticker.advance(HOUR);
    RatePermit third = limiter.tryAcquire(of(TENANT, "ann")).permit().orElseThrow();
    assertThat(limiter.refund(first)).isFalse();
    assertThat(limiter.refund(third)).isTrue();
  }

  // Configuration

  @Test
  void build_namesTheValueAndTheRange() {
    LocalRateLimiter.Builder builder =
        builder(ManualTicker.create()).limits(RateLimits.of(PER_USER));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxKeys(0).build())
        .withMessage("maxKeys is 0, allowed: 1 to 100000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxKeys(10).maxKeysPerTenant(11).build())
        .withMessage("maxKeysPerTenant is 11, allowed: 1 to 10");
    assertThatIllegalStateException()
        .isThrownBy(() -> LocalRateLimiter.builder().build())
        .withMessageContaining("RateLimiter.unlimited()");
  }

  private static void requireWithin(List<Long> taken, RateLimit limit) {
    for (int from = 0; from < taken.size(); from++) {
      for (int to = from; to < taken.size(); to++) {
        Duration window = Duration.ofNanos((taken.get(to) - taken.get(from)) * 1_000);
        assertThat((long) to - from + 1)
            .isLessThanOrEqualTo(limit.algorithm().atMost(window).longValueExact());
      }
    }
  }

  private static TenantId tenant(int number) {
    return TenantId.named("tenant-" + number);
  }

  private static LocalRateLimiter.Builder builder(ManualTicker ticker) {
    return LocalRateLimiter.builder().ticker(ticker).ids(TestIds.create());
  }
}

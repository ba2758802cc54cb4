// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.SharedRateLimiterBuilder;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.testkit.RateLimiterContract;
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract over shared state, and what coalescing does. */
class SharedRateLimiterTest extends RateLimiterContract {

  private static final Duration HOUR = Duration.ofHours(1);

  private final List<RateLimiter> made = new ArrayList<>();

  @Override
  protected RateLimiter create(List<RateLimit> limits, ManualTicker ticker) {
    return create(new MemoryBackend(ticker), limits.toArray(new RateLimit[0]));
  }

  @AfterEach
  void close() {
    made.forEach(RateLimiter::close);
  }

  @Test
  void decision_saysThatItIsShared() {
    RateLimiter limiter = create(backend(), RateLimit.requests("calls", 2, HOUR));

    assertThat(limiter.tryAcquire(call()).mode()).isEqualTo(RateMode.SHARED);
  }

  @Test
  void requestsThatComeMeanwhile_goWithTheNextCall() throws Exception {
    MemoryBackend backend = backend();
    RateLimiter limiter = create(backend, RateLimit.requests("calls", 20, HOUR));
    ExecutorService pool = Executors.newFixedThreadPool(32);
    try {
      backend.shut();
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        answers.add(pool.submit(() -> limiter.tryAcquire(call()).allowed()));
      }
      while (backend.calls() == 0) {
        Thread.onSpinWait();
      }
      backend.open();
      int allowed = 0;
      for (Future<Boolean> answer : answers) {
        allowed += answer.get() ? 1 : 0;
      }
      assertThat(allowed).isEqualTo(20);
      assertThat(backend.calls()).isLessThan(32);
      assertThat(backend.batches().stream().mapToInt(Integer::intValue).sum()).isEqualTo(32);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void limitersOnTheSameState_shareTheLimit() {
    MemoryBackend backend = backend();
    RateLimit limit = RateLimit.requests("calls", 1_000, HOUR);
    List<RateLimiter> jvms = List.of(create(backend, limit), create(backend, limit));

    List<Integer> allowed =
        Contention.run(32, thread -> () -> allowed(jvms.get(thread % 2), call(), 100));

    assertThat(allowed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1_000);
  }

  @Test
  void slots_areFreedByRelease_andHeldByRenew() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter =
        create(
            new MemoryBackend(ticker),
            RateLimit.concurrent("running", 2, Duration.ofSeconds(10)),
            RateLimit.requests("calls", 100, HOUR));
    RatePermit first = limiter.tryAcquire(call()).permit().orElseThrow();
    RatePermit second = limiter.tryAcquire(call()).permit().orElseThrow();

    assertThat(limiter.tryAcquire(call()).allowed()).isFalse();
    assertThat(limiter.peek(call()).states().get(1).remaining()).isEqualTo(98);
    assertThat(limiter.release(first)).isTrue();
    assertThat(limiter.release(first)).isFalse();
    assertThat(limiter.tryAcquire(call()).allowed()).isTrue();

    ticker.advance(Duration.ofSeconds(9));
    assertThat(limiter.renew(second)).isTrue();
    ticker.advance(Duration.ofSeconds(9));
    assertThat(limiter.renew(second)).isTrue();
    assertThat(limiter.renew(first)).isFalse();
    assertThat(limiter.peek(call()).states().get(0).remaining()).isEqualTo(1);
  }

  private MemoryBackend backend() {
    return new MemoryBackend(ManualTicker.create());
  }

  private RateLimiter create(MemoryBackend backend, RateLimit... limits) {
    RateLimiter limiter =
        new SharedRateLimiterBuilder(backend)
            .limits(RateLimits.of(limits))
            .failureMode(RateFailureMode.closed())
            .deadline(Duration.ofSeconds(30))
            .ids(TestIds.create())
            .build();
    made.add(limiter);
    return limiter;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.time.CalendarPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** The fields of decisions that a limiter really made, read back. */
class RateLimitHeadersProperties {

  private static final TenantId TENANT = TenantId.named("acme");
  private static final long SECOND = 1_000_000_000L;

  /** What happens next: time goes on, then a call of so many tokens. */
  record Step(long nanos, int tokens) {}

  @Property(tries = 300)
  void fields_readBack_agreeWithTheDecision(
      @ForAll("limits") List<RateLimit> limits,
      @ForAll("steps") @Size(min = 1, max = 40) List<Step> steps) {
    ManualTicker ticker = ManualTicker.create();
    try (MemoryRateLimiter limiter = limiter(limits, ticker)) {
      for (Step step : steps) {
        ticker.advance(step.nanos());
        assertAgrees(limiter.tryAcquire(request(step.tokens())));
      }
    }
  }

  @Property(tries = 300)
  void refusedCall_afterRetryAfter_isAllowed(
      @ForAll("limits") List<RateLimit> limits,
      @ForAll("steps") @Size(min = 1, max = 40) List<Step> steps) {
    ManualTicker ticker = ManualTicker.create();
    try (MemoryRateLimiter limiter = limiter(limits, ticker)) {
      for (Step step : steps) {
        ticker.advance(step.nanos());
        RateDecision decision = limiter.tryAcquire(request(step.tokens()));
        String wait = RateLimitHeaders.standard().of(decision).get("Retry-After");
        if (wait != null) {
          ticker.advance(Duration.ofSeconds(Long.parseLong(wait)));
          assertThat(limiter.tryAcquire(request(step.tokens())).allowed()).isTrue();
        }
      }
    }
  }

  private static void assertAgrees(RateDecision decision) {
    Map<String, String> fields = RateLimitHeaders.standard().of(decision);
    List<LimitState> shown =
        decision.states().stream()
            .filter(state -> state.limit().enforced())
            .filter(state -> state.limit().reach() == RateReach.TENANT)
            .toList();
    assertThat(fields.containsKey("Retry-After"))
        .isEqualTo(!decision.allowed() && !decision.retryAfter().equals(RateDecision.NEVER));
    if (shown.isEmpty()) {
      assertThat(fields.keySet()).isSubsetOf("Retry-After");
      return;
    }
    Map<String, Map<String, String>> policies = FieldReader.list(fields.get("RateLimit-Policy"));
    Map<String, Map<String, String>> states = FieldReader.list(fields.get("RateLimit"));
    List<String> names = shown.stream().map(state -> state.limit().name()).toList();
    assertThat(policies.keySet()).containsExactlyElementsOf(names);
    assertThat(states.keySet()).containsExactlyElementsOf(names);
    for (LimitState state : shown) {
      Map<String, String> told = states.get(state.limit().name());
      long quota = Long.parseLong(policies.get(state.limit().name()).get("q"));
      assertThat(quota).isEqualTo(state.limit().algorithm().capacity());
      assertThat(told).containsEntry("r", Long.toString(state.remaining()));
      assertThat(state.remaining()).isBetween(0L, quota);
      assertNoLaterThanRetryAfter(fields, told);
    }
    assertThat(fields.get("RateLimit-Remaining"))
        .isIn(shown.stream().map(state -> Long.toString(state.remaining())).toList());
  }

  private static void assertNoLaterThanRetryAfter(
      Map<String, String> fields, Map<String, String> told) {
    if (fields.containsKey("Retry-After") && told.containsKey("t")) {
      assertThat(Long.parseLong(told.get("t")))
          .isLessThanOrEqualTo(Long.parseLong(fields.get("Retry-After")));
    }
  }

  private static MemoryRateLimiter limiter(List<RateLimit> limits, ManualTicker ticker) {
    return MemoryRateLimiter.builder()
        .limits(RateLimits.of(limits))
        .clock(() -> Instant.parse("2026-11-21T12:00:00.25Z"))
        .ticker(ticker)
        .build();
  }

  private static RateRequest request(int tokens) {
    return new RateRequest(TENANT, Dimensions.none().with(Dimension.USER, "user:alice"), 1, tokens);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 20 * SECOND), Arbitraries.integers().between(0, 30))
        .as(Step::new)
        .list();
  }

  @Provide
  Arbitrary<List<RateLimit>> limits() {
    Arbitrary<String> names =
        Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(20);
    Arbitrary<RateLimit> one =
        Combinators.combine(
                names,
                Arbitraries.integers().between(0, 7),
                Arbitraries.integers().between(1, 20),
                Arbitraries.longs().between(1_000, 30_000_000))
            .as((name, kind, permits, micros) -> limit(name, kind, permits, micros * 1_000));
    return one.list().ofMinSize(1).ofMaxSize(4).uniqueElements(RateLimit::name);
  }

  private static RateLimit limit(String name, int kind, int permits, long nanos) {
    Duration period = Duration.ofNanos(nanos);
    RateLimit bucket = RateLimit.requests(name, permits, period);
    List<RateLimit> kinds = new ArrayList<>();
    kinds.add(bucket);
    kinds.add(bucket.withBurst(permits / 2 + 1));
    kinds.add(RateLimit.tokens(name, permits, period));
    kinds.add(bucket.with(new SlidingWindow(permits, period)));
    kinds.add(bucket.with(new ExactWindow(permits, period)));
    kinds.add(RateLimit.calendar(name, permits, CalendarPeriod.HOUR, ZoneOffset.UTC));
    kinds.add(bucket.shadow());
    kinds.add(bucket.acrossTenants());
    return kinds.get(kind);
  }
}

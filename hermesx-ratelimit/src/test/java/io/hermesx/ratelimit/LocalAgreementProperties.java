// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.MemoryRateLimiter;
import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.RateUnit;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.time.CalendarPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The fast limiter and the one of reference say the same on any trace. */
class LocalAgreementProperties {

  private static final List<TenantId> TENANTS =
      List.of(TenantId.named("acme"), TenantId.named("globex"));
  private static final List<String> USERS = List.of("ann", "bob", "", "\ud800");
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-03-29T00:30:00Z"));

  /** One of each kind, and what is special: a shadow, a filter, one that counts all tenants. */
  private static final List<RateLimit> KINDS =
      List.of(
          RateLimit.of("bucket", RateUnit.REQUESTS, new TokenBucket(7, Duration.ofSeconds(3), 9))
              .per(Dimension.USER),
          RateLimit.of("sliding", RateUnit.REQUESTS, new SlidingWindow(20, Duration.ofSeconds(10))),
          RateLimit.of("exact", RateUnit.TOKENS, new ExactWindow(40, Duration.ofSeconds(7)))
              .per(Dimension.USER, Dimension.TOOL),
          RateLimit.of(
              "hour",
              RateUnit.REQUESTS,
              new CalendarWindow(30, CalendarPeriod.HOUR, ZoneId.of("Europe/Berlin"))),
          RateLimit.concurrent("slots", 4, Duration.ofSeconds(20)).per(Dimension.USER),
          RateLimit.requests("watched", 2, Duration.ofMinutes(1)).shadow(),
          RateLimit.requests("search", 5, Duration.ofSeconds(20)).only(Dimension.TOOL, "sea*"),
          RateLimit.requests("all", 25, Duration.ofSeconds(15)).acrossTenants(),
          RateLimit.requests("user-anywhere", 12, Duration.ofSeconds(9))
              .per(Dimension.USER)
              .acrossTenants());

  @Property(tries = 400)
  void trace_ofAnyKind_isAnsweredAlike(
      @ForAll("limits") List<RateLimit> limits, @ForAll("traces") List<Step> trace) {
    run(new AtomicReference<>(RateLimits.of(limits)), trace, RateLimits.of(limits));
  }

  /** Where each call counts on every key, both notice a change at the same call. */
  @Property(tries = 200)
  void trace_withLimitsThatChange_isAnsweredAlike(@ForAll("traces") List<Step> trace) {
    RateLimits before =
        RateLimits.of(
            RateLimit.of("bucket", RateUnit.REQUESTS, new TokenBucket(7, Duration.ofSeconds(3), 9)),
            RateLimit.of(
                "sliding", RateUnit.REQUESTS, new SlidingWindow(20, Duration.ofSeconds(10))),
            RateLimit.concurrent("slots", 6, Duration.ofSeconds(20)));
    RateLimits after =
        RateLimits.of(
            RateLimit.of("bucket", RateUnit.REQUESTS, new TokenBucket(5, Duration.ofSeconds(4), 6)),
            RateLimit.of(
                "sliding", RateUnit.REQUESTS, new SlidingWindow(15, Duration.ofSeconds(13))),
            RateLimit.concurrent("slots", 3, Duration.ofSeconds(30)));
    List<Step> ofOne = trace.stream().map(Step::ofOneTenant).toList();
    run(new AtomicReference<>(before), ofOne, after);
  }

  private static void run(AtomicReference<RateLimits> limits, List<Step> trace, RateLimits after) {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter fast =
        LocalRateLimiter.builder().limits(limits::get).ticker(ticker).clock(NOON).build();
    RateLimiter reference =
        MemoryRateLimiter.builder().limits(limits::get).ticker(ticker).clock(NOON).build();
    List<RatePermit> ours = new ArrayList<>();
    List<RatePermit> theirs = new ArrayList<>();
    for (int i = 0; i < trace.size(); i++) {
      if (i == trace.size() / 2) {
        limits.set(after);
      }
      Step step = trace.get(i);
      ticker.advance(Duration.ofMillis(step.pause()));
      int permit = ours.isEmpty() ? 0 : step.which() % ours.size();
      switch (step.verb()) {
        case TAKE -> {
          RateDecision mine = fast.tryAcquire(step.request());
          RateDecision other = reference.tryAcquire(step.request());
          requireAlike(mine, other);
          mine.permit().ifPresent(ours::add);
          other.permit().ifPresent(theirs::add);
        }
        case PEEK -> requireAlike(fast.peek(step.request()), reference.peek(step.request()));
        case REFUND -> {
          if (!ours.isEmpty()) {
            assertThat(fast.refund(ours.get(permit)))
                .isEqualTo(reference.refund(theirs.get(permit)));
          }
        }
        case RELEASE -> {
          if (!ours.isEmpty()) {
            assertThat(fast.release(ours.get(permit)))
                .isEqualTo(reference.release(theirs.get(permit)));
          }
        }
        case RENEW -> {
          if (!ours.isEmpty()) {
            assertThat(fast.renew(ours.get(permit))).isEqualTo(reference.renew(theirs.get(permit)));
          }
        }
      }
    }
  }

  private static void requireAlike(RateDecision mine, RateDecision other) {
    assertThat(mine.allowed()).isEqualTo(other.allowed());
    assertThat(mine.states()).isEqualTo(other.states());
    assertThat(mine.mode()).isEqualTo(other.mode());
    assertThat(withoutId(mine.permit())).isEqualTo(withoutId(other.permit()));
  }

  private static Optional<Object> withoutId(Optional<RatePermit> permit) {
    return permit.map(p -> List.of(p.request(), p.limits(), p.takenAtMicros(), p.mode()));
  }

  @Provide
  Arbitrary<List<RateLimit>> limits() {
    return Arbitraries.of(KINDS).list().uniqueElements().ofMinSize(1).ofMaxSize(KINDS.size());
  }

  @Provide
  Arbitrary<List<Step>> traces() {
    Arbitrary<Integer> pause =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.integers().between(0, 400)),
            Tuple.of(2, Arbitraries.integers().between(0, 9_000)),
            Tuple.of(1, Arbitraries.integers().between(-5_000, 0)),
            Tuple.of(1, Arbitraries.integers().between(0, 5_000_000)));
    Arbitrary<Integer> number = Arbitraries.integers().between(0, 1_000);
    return Combinators.combine(Arbitraries.of(Verb.values()), pause, number, number)
        .as(Step::new)
        .list()
        .ofMinSize(2)
        .ofMaxSize(80);
  }

  /** What a step does. */
  enum Verb {
    TAKE,
    PEEK,
    REFUND,
    RELEASE,
    RENEW
  }

  /** One step of a trace: what, after how many milliseconds, by whom, on which permit. */
  record Step(Verb verb, int pause, int who, int which) {

    Step ofOneTenant() {
      return new Step(verb, pause, who - who % 8, which);
    }

    RateRequest request() {
      Dimensions dimensions = Dimensions.none();
      if (who % 5 > 0) {
        dimensions = dimensions.with(Dimension.USER, USERS.get(who / 8 % USERS.size()));
      }
      if (who % 3 > 0) {
        dimensions = dimensions.with(Dimension.TOOL, who % 3 == 1 ? "search" : "mail");
      }
      return new RateRequest(TENANTS.get(who % 2), dimensions, 1 + which % 3, which % 20);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.LimitState;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.RateUnit;
import io.hermesx.core.tenant.TenantId;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every rate limiter of the token bucket kind holds to: a burst at once, then {@code permits}
 * per period, all layers or none.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RateLimiterContract {

  /** A tenant of the suite. */
  protected static final TenantId TENANT = TenantId.named("acme");

  private static final TenantId OTHER_TENANT = TenantId.named("globex");
  private static final Duration HOUR = Duration.ofHours(1);

  /** Time is counted in whole microseconds. */
  private static final long TICK = 1_000;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** So that a trace does not run out of nanoseconds. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(400);

  /** Creates a full limiter whose time is the ticker's. */
  protected abstract RateLimiter create(List<RateLimit> limits, ManualTicker ticker);

  // What is taken

  @Test
  void tryAcquire_againAndAgain_allowsExactlyTheBurst() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter =
        create(List.of(RateLimit.requests("calls", 60, HOUR).withBurst(7)), ticker);

    assertThat(allowed(limiter, call(), 20)).isEqualTo(7);
    ticker.advance(HOUR.dividedBy(60));
    assertThat(allowed(limiter, call(), 20)).isEqualTo(1);
    ticker.advance(HOUR);
    assertThat(allowed(limiter, call(), 20)).isEqualTo(7);
  }

  @Test
  void tryAcquire_refusedByOneLayer_takesNothingFromTheOthers() {
    RateLimit wide = RateLimit.requests("wide", 100, HOUR);
    RateLimit narrow = RateLimit.requests("narrow", 3, HOUR);
    for (List<RateLimit> order : List.of(List.of(wide, narrow), List.of(narrow, wide))) {
      RateLimiter limiter = create(order, ManualTicker.create());
      allowed(limiter, call(), 50);

      assertThat(remaining(limiter.peek(call()), "wide")).isEqualTo(97);
      assertThat(remaining(limiter.peek(call()), "narrow")).isZero();
    }
  }

  @Test
  void tryAcquire_differentCostsPerUnit_takesEachFromItsOwnLayer() {
    RateLimiter limiter =
        create(
            List.of(RateLimit.requests("calls", 10, HOUR), tokens("tokens", 1_000)),
            ManualTicker.create());

    assertThat(limiter.tryAcquire(request(1, 400)).allowed()).isTrue();
    assertThat(limiter.tryAcquire(request(1, 400)).allowed()).isTrue();
    RateDecision refused = limiter.tryAcquire(request(1, 400));

    assertThat(refused.allowed()).isFalse();
    assertThat(refused.permit()).isEmpty();
    assertThat(refused.binding().orElseThrow().limit().name()).isEqualTo("tokens");
    assertThat(remaining(refused, "calls")).isEqualTo(8);
    assertThat(remaining(refused, "tokens")).isEqualTo(200);
  }

  @Test
  void tryAcquire_costZero_doesNotTouchTheLayer() {
    RateLimiter limiter =
        create(
            List.of(RateLimit.requests("calls", 10, HOUR), tokens("tokens", 5)),
            ManualTicker.create());

    assertThat(names(limiter.tryAcquire(request(1, 0)))).containsExactly("calls");
    assertThat(names(limiter.tryAcquire(request(0, 5)))).containsExactly("tokens");
    RateDecision nothing = limiter.tryAcquire(request(0, 0));
    assertThat(nothing.allowed()).isTrue();
    assertThat(nothing.permit()).isEmpty();
    assertThat(nothing.binding()).isEmpty();
    assertThat(nothing.states()).isEmpty();
  }

  @Test
  void tryAcquire_costAboveBurst_neverFits() {
    RateLimiter limiter =
        create(List.of(RateLimit.requests("calls", 10, HOUR)), ManualTicker.create());

    for (long cost : new long[] {11, Integer.MAX_VALUE + 1L, Long.MAX_VALUE}) {
      RateDecision refused = limiter.tryAcquire(request(cost, 0));
      assertThat(refused.allowed()).isFalse();
      assertThat(refused.retryAfter()).isEqualTo(RateDecision.NEVER);
      assertThat(refused.binding().orElseThrow().remaining()).isEqualTo(10);
    }
  }

  // Which layers match

  @Test
  void only_matchesCallsWithTheValue() {
    RateLimiter limiter =
        create(
            List.of(RateLimit.requests("mail", 2, HOUR).only(Dimension.TOOL, "send_mail")),
            ManualTicker.create());

    assertThat(allowed(limiter, call(Dimension.TOOL, "send_mail"), 9)).isEqualTo(2);
    assertThat(allowed(limiter, call(Dimension.TOOL, "search"), 9)).isEqualTo(9);
    assertThat(allowed(limiter, call(), 9)).isEqualTo(9);
  }

  @Test
  void per_countsEachCombinationSeparately_andSkipsCallsThatLackOne() {
    RateLimit limit = RateLimit.requests("pair", 2, HOUR).per(Dimension.USER, Dimension.TOOL);
    RateLimiter limiter = create(List.of(limit), ManualTicker.create());

    assertThat(allowed(limiter, pair("ann", "search"), 9)).isEqualTo(2);
    assertThat(allowed(limiter, pair("ann", "mail"), 9)).isEqualTo(2);
    assertThat(allowed(limiter, pair("bob", "search"), 9)).isEqualTo(2);
    assertThat(allowed(limiter, pair("ann", "search"), 9)).isZero();
    assertThat(allowed(limiter, call(Dimension.USER, "ann"), 9)).isEqualTo(9);
  }

  @Test
  void tenants_neverShareALayer() {
    RateLimiter limiter =
        create(
            List.of(RateLimit.requests("calls", 2, HOUR).per(Dimension.USER)),
            ManualTicker.create());

    for (long i = 1; i <= 200; i++) {
      // UUIDs with their halves swapped have the same hash code.
      assertThat(allowed(limiter, of(new TenantId(new UUID(i, 0)), "ann"), 9)).isEqualTo(2);
      assertThat(allowed(limiter, of(new TenantId(new UUID(0, i)), "ann"), 9)).isEqualTo(2);
    }
  }

  @Test
  void hostileValues_areKeysOfTheirOwn_inTheirOwnTenant() {
    RateLimiter limiter =
        create(
            List.of(
                RateLimit.requests("pair", 1, HOUR).per(Dimension.USER, Dimension.TOOL),
                RateLimit.requests("user", 1_000, HOUR).per(Dimension.USER)),
            ManualTicker.create());
    String huge = "x".repeat(100_000);
    List<String> values =
        List.of(
            "",
            ":",
            "a",
            "a:b",
            "b:a",
            "a, b",
            "b, a",
            "b",
            "{" + OTHER_TENANT + "}",
            "}{",
            "\n",
            "\0",
            "*",
            "%s",
            "é",
            "e\u0301",
            "\ud800",
            "\udc00",
            TENANT + ":a",
            huge,
            huge + "\ud800",
            huge + "\udc00");

    Set<List<String>> served = new HashSet<>();
    for (TenantId tenant : List.of(TENANT, OTHER_TENANT)) {
      for (String user : values) {
        for (String tool : values) {
          RateRequest request =
              RateRequest.call(
                  tenant, Dimensions.none().with(Dimension.USER, user).with(Dimension.TOOL, tool));
          assertThat(limiter.tryAcquire(request).allowed()).isTrue();
          assertThat(limiter.tryAcquire(request).allowed()).isFalse();
          served.add(List.of(tenant.toString(), user, tool));
        }
      }
    }
    assertThat(served).hasSize(2 * values.size() * values.size());
  }

  // What is answered

  @Test
  void binding_isTheLeastRemainingOfAPermission_andTheLongestWaitOfARefusal() {
    RateLimit few = RateLimit.requests("few-soon", 2, Duration.ofSeconds(2));
    RateLimit many = RateLimit.requests("many-late", 3, HOUR);
    RateLimiter limiter = create(List.of(many, few), ManualTicker.create());

    assertThat(limiter.tryAcquire(call()).binding().orElseThrow().limit()).isEqualTo(few);
    assertThat(limiter.tryAcquire(call()).binding().orElseThrow().remaining()).isZero();
    RateDecision refused = limiter.tryAcquire(request(2, 0));

    assertThat(refused.binding().orElseThrow().limit()).isEqualTo(many);
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofMinutes(20));
    assertThat(refused.states())
        .extracting(LimitState::retryAfter)
        .containsExactly(Duration.ofMinutes(20), Duration.ofSeconds(2));
  }

  @Test
  void states_tellWhatRemainsAndWhenTheLayerIsFullAgain() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(List.of(RateLimit.requests("calls", 60, HOUR)), ticker);

    LimitState taken = limiter.tryAcquire(request(10, 0)).states().get(0);
    assertThat(taken.remaining()).isEqualTo(50);
    assertThat(taken.resetAfter()).isEqualTo(Duration.ofMinutes(10));
    assertThat(taken.retryAfter()).isZero();

    ticker.advance(Duration.ofSeconds(90));
    LimitState later = limiter.peek(call()).states().get(0);
    assertThat(later.remaining()).isEqualTo(51);
    assertThat(later.resetAfter()).isEqualTo(Duration.ofSeconds(510));
  }

  @Property(tries = 200)
  void retryAfter_isTight(@ForAll("limits") RateLimit limit, @ForAll("traces") List<Step> trace) {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(List.of(limit), ticker);
    for (Step step : trace) {
      ticker.advance(step.nanos(limit));
      RateRequest request = request(step.cost(limit), 0);
      RateDecision decision = limiter.tryAcquire(request);
      if (!decision.allowed() && decision.retryAfter().compareTo(LONGEST_WAIT) < 0) {
        ticker.advance(decision.retryAfter().minusNanos(TICK));
        assertThat(limiter.tryAcquire(request).allowed()).isFalse();
        ticker.advance(TICK);
        assertThat(limiter.tryAcquire(request).allowed()).isTrue();
      }
    }
  }

  // How much in how long

  @Property(tries = 200)
  void anyWindow_admitsAtMostTheBurstAndWhatRefills(
      @ForAll("limits") RateLimit limit, @ForAll("traces") List<Step> trace) {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(List.of(limit), ticker);
    List<Taken> taken = new ArrayList<>();
    for (Step step : trace) {
      ticker.advance(step.nanos(limit));
      long cost = step.cost(limit);
      if (limiter.tryAcquire(request(cost, 0)).allowed()) {
        taken.add(new Taken(ticker.nanos(), cost));
      }
    }
    requireBound(limit, taken);
  }

  @Property(tries = 200)
  void anyWindow_withRefunds_admitsAtMostTheBurstAndWhatRefills(
      @ForAll("limits") RateLimit limit, @ForAll("traces") List<Step> trace) {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(List.of(limit), ticker);
    List<Taken> ran = new ArrayList<>();
    List<RatePermit> unused = new ArrayList<>();
    for (Step step : trace) {
      ticker.advance(step.nanos(limit));
      RateDecision decision = limiter.tryAcquire(request(step.cost(limit), 0));
      if (decision.allowed() && step.refunds()) {
        unused.add(decision.permit().orElseThrow());
      } else if (decision.allowed()) {
        ran.add(new Taken(ticker.nanos(), step.cost(limit)));
      } else if (!unused.isEmpty()) {
        limiter.refund(unused.remove(unused.size() / 2));
      }
    }
    requireBound(limit, ran);
  }

  @Property(tries = 200)
  void raisingALimit_neverRefusesWhatWasAllowed(
      @ForAll("limits") RateLimit limit,
      @ForAll("traces") List<Step> trace,
      @ForAll("raises") long raise) {
    RateLimit higher =
        RateLimit.of(
            "higher",
            RateUnit.REQUESTS,
            new TokenBucket(
                Math.min(bucket(limit).permits() + raise, 1_000_000_000L),
                bucket(limit).period(),
                Math.min(bucket(limit).burst() + raise / 2, 1_000_000_000L)));
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(List.of(limit), ticker);
    RateLimiter raised = create(List.of(higher), ticker);
    for (Step step : trace) {
      ticker.advance(step.nanos(limit));
      RateRequest request = request(step.cost(limit), 0);
      if (limiter.tryAcquire(request).allowed()) {
        assertThat(raised.tryAcquire(request).allowed()).isTrue();
      }
    }
  }

  // Time that goes back

  @Test
  void tickerGoingBack_createsNothing_alsoForNewKeys() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter =
        create(List.of(RateLimit.requests("calls", 60, HOUR).per(Dimension.USER)), ticker);
    ticker.advance(HOUR.multipliedBy(100));
    allowed(limiter, of(TENANT, "ann"), 60);

    for (int i = 0; i < 5; i++) {
      ticker.advance(HOUR.negated());
      assertThat(allowed(limiter, of(TENANT, "ann"), 9)).isZero();
      assertThat(allowed(limiter, of(TENANT, "user-" + i), 99)).isEqualTo(60);
      ticker.advance(HOUR);
      assertThat(allowed(limiter, of(TENANT, "ann"), 9)).isZero();
      assertThat(allowed(limiter, of(TENANT, "user-" + i), 9)).isZero();
    }
    ticker.advance(MINUTE);
    assertThat(allowed(limiter, of(TENANT, "ann"), 9)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - 1_000})
  void ticker_mayStartAnywhereAndOverflow(long start) {
    ManualTicker ticker = ManualTicker.at(start);
    RateLimiter limiter = create(List.of(RateLimit.requests("calls", 60, HOUR)), ticker);

    assertThat(allowed(limiter, call(), 99)).isEqualTo(60);
    ticker.advance(MINUTE);
    assertThat(allowed(limiter, call(), 99)).isEqualTo(1);
  }

  // Peek

  @Property(tries = 100)
  void peek_answersLikeTheNextCall_andChangesNoLaterDecision(
      @ForAll("limits") RateLimit limit, @ForAll("traces") List<Step> trace) {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter peeked = create(List.of(limit, RateLimit.requests("day", 7, HOUR)), ticker);
    RateLimiter plain = create(List.of(limit, RateLimit.requests("day", 7, HOUR)), ticker);
    for (Step step : trace) {
      ticker.advance(step.nanos(limit));
      RateRequest request = request(step.cost(limit), 0);
      RateDecision before = peeked.peek(request);
      assertThat(peeked.peek(request)).isEqualTo(before);
      assertThat(before.permit()).isEmpty();

      RateDecision made = peeked.tryAcquire(request);
      RateDecision alike = plain.tryAcquire(request);
      assertThat(made.states()).isEqualTo(alike.states());
      assertThat(made.allowed()).isEqualTo(alike.allowed()).isEqualTo(before.allowed());
      if (!made.allowed()) {
        assertThat(before.states()).isEqualTo(made.states());
      }
    }
  }

  // Refund

  @Test
  void refund_atOnce_givesAllLayersBack_andOnlyOnce() {
    RateLimiter limiter =
        create(
            List.of(RateLimit.requests("calls", 10, HOUR), tokens("tokens", 100)),
            ManualTicker.create());
    limiter.tryAcquire(request(1, 10));
    RatePermit permit = limiter.tryAcquire(request(2, 30)).permit().orElseThrow();

    assertThat(limiter.refund(permit)).isTrue();
    assertThat(limiter.refund(permit)).isFalse();
    RateDecision after = limiter.peek(request(1, 1));
    assertThat(remaining(after, "calls")).isEqualTo(9);
    assertThat(remaining(after, "tokens")).isEqualTo(90);
  }

  @Test
  void refund_afterEverythingRefilled_givesNothing() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(List.of(RateLimit.requests("calls", 10, HOUR)), ticker);
    RatePermit permit = limiter.tryAcquire(request(10, 0)).permit().orElseThrow();
    ticker.advance(HOUR);

    assertThat(allowed(limiter, call(), 99)).isEqualTo(10);
    assertThat(limiter.refund(permit)).isFalse();
    assertThat(allowed(limiter, call(), 99)).isZero();
  }

  @Test
  void refund_givesBackNoMoreThanHasNotRefilled() {
    ManualTicker ticker = ManualTicker.create();
    RateLimiter limiter = create(List.of(RateLimit.requests("calls", 10, HOUR)), ticker);
    RatePermit permit = limiter.tryAcquire(request(10, 0)).permit().orElseThrow();
    ticker.advance(HOUR.dividedBy(2));

    assertThat(allowed(limiter, call(), 99)).isEqualTo(5);
    assertThat(limiter.refund(permit)).isTrue();
    assertThat(allowed(limiter, call(), 99)).isEqualTo(5);
  }

  @Test
  void refund_ofManyThreads_countsOnce() {
    RateLimiter limiter =
        create(List.of(RateLimit.requests("calls", 100, HOUR)), ManualTicker.create());
    allowed(limiter, call(), 50);
    RatePermit permit = limiter.tryAcquire(request(20, 0)).permit().orElseThrow();

    List<Boolean> given = Contention.run(32, thread -> () -> limiter.refund(permit));

    assertThat(given).containsOnlyOnce(true);
    assertThat(remaining(limiter.peek(call()), "calls")).isEqualTo(50);
  }

  @Test
  void permits_haveIdsOfTheirOwn() {
    RateLimiter limiter =
        create(List.of(RateLimit.requests("calls", 5_000, HOUR)), ManualTicker.create());
    Set<Object> ids = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      for (TenantId tenant : List.of(TENANT, OTHER_TENANT)) {
        ids.add(
            limiter
                .tryAcquire(RateRequest.call(tenant, Dimensions.none()))
                .permit()
                .orElseThrow()
                .id());
      }
    }
    assertThat(ids).hasSize(2_000);
  }

  // Many threads

  @Test
  void manyThreads_onOneKey_areAllowedExactlyTheBurst() {
    RateLimiter limiter =
        create(List.of(RateLimit.requests("calls", 5_000, HOUR)), ManualTicker.create());

    List<Integer> allowed = Contention.run(64, thread -> () -> allowed(limiter, call(), 200));

    assertThat(allowed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(5_000);
  }

  @Test
  void manyThreads_overTwoLayers_takeFromBothOrNone() {
    RateLimit shared = RateLimit.requests("shared", 1_000, HOUR);
    RateLimit own = RateLimit.requests("own", 10, HOUR).per(Dimension.USER);
    RateLimiter limiter = create(List.of(shared, own), ManualTicker.create());

    List<Integer> allowed =
        Contention.run(64, thread -> () -> allowed(limiter, of(TENANT, "user-" + thread % 8), 100));

    assertThat(allowed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(80);
    assertThat(remaining(limiter.peek(call()), "shared")).isEqualTo(920);
  }

  @Test
  void manyThreads_takingAndGivingBack_endWhereTheyBegan() {
    RateLimiter limiter =
        create(
            List.of(RateLimit.requests("calls", 40, HOUR), RateLimit.requests("other", 30, HOUR)),
            ManualTicker.create());

    Contention.run(
        16,
        thread ->
            () -> {
              for (int i = 0; i < 200; i++) {
                limiter.tryAcquire(request(1 + thread % 3, 0)).permit().ifPresent(limiter::refund);
              }
              return thread;
            });

    assertThat(limiter.peek(call()).states())
        .extracting(LimitState::remaining)
        .containsExactly(40L, 30L);
  }

  // Generators

  /** Limits from a permit a year to more permits than nanoseconds. */
  @Provide
  Arbitrary<RateLimit> limits() {
    Arbitrary<Long> counts =
        Arbitraries.oneOf(
            Arbitraries.longs().between(1, 20), Arbitraries.longs().between(1, 1_000_000_000));
    Arbitrary<Duration> periods =
        Arbitraries.oneOf(
                Arbitraries.longs().between(1_000_000, 10_000_000),
                Arbitraries.longs().between(1_000_000, Duration.ofDays(366).toNanos()),
                Arbitraries.of(MINUTE.toNanos(), HOUR.toNanos(), Duration.ofDays(30).toNanos()))
            .map(nanos -> Duration.ofNanos(nanos / TICK * TICK));
    return Combinators.combine(counts, periods, counts)
        .as(
            (permits, period, burst) ->
                RateLimit.requests("limit", permits, period).withBurst(burst));
  }

  /** What a test does in turn. */
  @Provide
  Arbitrary<List<Step>> traces() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 1_000),
            Arbitraries.integers().between(1, 1_000),
            Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  /** By how much a limit is raised. */
  @Provide
  Arbitrary<Long> raises() {
    return Arbitraries.longs().between(0, 1_000_000_000);
  }

  /**
   * A wait and a call, scaled to the limit so that most traces go through empty and full.
   *
   * @param pause thousandths of the time the burst refills in
   * @param cost thousandths of the burst
   * @param refunds whether the call turns out not to run
   */
  protected record Step(int pause, int cost, boolean refunds) {

    long cost(RateLimit limit) {
      return Math.max(1, bucket(limit).burst() * cost / 1_000);
    }

    long nanos(RateLimit limit) {
      BigInteger refill =
          BigInteger.valueOf(bucket(limit).period().toNanos())
              .multiply(BigInteger.valueOf(bucket(limit).burst()))
              .divide(BigInteger.valueOf(bucket(limit).permits()));
      return refill
          .min(BigInteger.valueOf(LONGEST_WAIT.toNanos()))
          .multiply(BigInteger.valueOf((long) pause * pause))
          .divide(BigInteger.valueOf(1_000_000L * TICK))
          .multiply(BigInteger.valueOf(TICK))
          .longValueExact();
    }
  }

  private record Taken(long at, long cost) {}

  /** In each window that starts and ends with a call: cost ≤ burst + length × permits / period. */
  private static void requireBound(RateLimit limit, List<Taken> taken) {
    BigInteger period = BigInteger.valueOf(bucket(limit).period().toNanos());
    for (int first = 0; first < taken.size(); first++) {
      long sum = 0;
      for (int last = first; last < taken.size(); last++) {
        sum += taken.get(last).cost();
        BigInteger length = BigInteger.valueOf(taken.get(last).at() - taken.get(first).at());
        BigInteger refilled = length.multiply(BigInteger.valueOf(bucket(limit).permits()));
        assertThat(BigInteger.valueOf(sum - bucket(limit).burst()).multiply(period))
            .isLessThanOrEqualTo(refilled);
      }
    }
  }

  private static TokenBucket bucket(RateLimit limit) {
    return (TokenBucket) limit.algorithm();
  }

  // Requests

  /** One call of the tenant of the suite. */
  protected static RateRequest call() {
    return RateRequest.call(TENANT, Dimensions.none());
  }

  /** Calls and tokens of the tenant of the suite. */
  protected static RateRequest request(long requests, long tokens) {
    return new RateRequest(TENANT, Dimensions.none(), requests, tokens);
  }

  /** One call of a user. */
  protected static RateRequest of(TenantId tenant, String user) {
    return RateRequest.call(tenant, Dimensions.none().with(Dimension.USER, user));
  }

  /** How many of some equal calls are allowed. */
  protected static int allowed(RateLimiter limiter, RateRequest request, int calls) {
    return (int)
        IntStream.range(0, calls).filter(i -> limiter.tryAcquire(request).allowed()).count();
  }

  private static RateRequest call(Dimension dimension, String value) {
    return RateRequest.call(TENANT, Dimensions.none().with(dimension, value));
  }

  private static RateRequest pair(String user, String tool) {
    return RateRequest.call(
        TENANT, Dimensions.none().with(Dimension.USER, user).with(Dimension.TOOL, tool));
  }

  private static RateLimit tokens(String name, long permits) {
    return RateLimit.tokens(name, permits, HOUR);
  }

  private static long remaining(RateDecision decision, String limit) {
    return decision.states().stream()
        .filter(state -> state.limit().name().equals(limit))
        .findFirst()
        .orElseThrow()
        .remaining();
  }

  private static List<String> names(RateDecision decision) {
    return decision.states().stream().map(state -> state.limit().name()).toList();
  }
}

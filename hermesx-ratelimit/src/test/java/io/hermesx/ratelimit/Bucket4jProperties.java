// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.RateUnit;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.time.CalendarPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Where both mean the same, we decide as Bucket4j does. */
class Bucket4jProperties {

  private static final TenantId TENANT = TenantId.named("acme");
  private static final Instant START = Instant.parse("2026-03-01T10:17:00Z");

  /** A bandwidth that refills greedily is a token bucket. */
  @Property(tries = 500)
  void greedyRefill_isATokenBucket(
      @ForAll @LongRange(min = 1, max = 2_000) long permits,
      @ForAll @LongRange(min = 1, max = 90_000) long periodMillis,
      @ForAll @LongRange(min = 1, max = 300) long burst,
      @ForAll @Size(max = 60) List<@IntRange(max = 3_000_000) Integer> pauses) {
    Duration period = Duration.ofMillis(periodMillis);
    Twin twin =
        new Twin(
            RateLimit.of("calls", RateUnit.REQUESTS, new TokenBucket(permits, period, burst)),
            meter ->
                Bucket.builder()
                    .addLimit(limit -> limit.capacity(burst).refillGreedy(permits, period))
                    .withCustomTimePrecision(meter)
                    .build());
    twin.run(pauses, burst, TimeUnit.MICROSECONDS.toNanos(1));
  }

  /** One that refills at once at each full hour is a calendar window. */
  @Property(tries = 300)
  void refillAtEachFullHour_isACalendarWindow(
      @ForAll @LongRange(min = 1, max = 300) long permits,
      @ForAll @Size(max = 60) List<@IntRange(max = 3_000_000) Integer> pauses) {
    Duration hour = Duration.ofHours(1);
    Twin twin =
        new Twin(
            RateLimit.calendar("calls", permits, CalendarPeriod.HOUR, ZoneOffset.UTC),
            meter ->
                Bucket.builder()
                    .addLimit(
                        limit ->
                            limit
                                .capacity(permits)
                                .refillIntervallyAligned(
                                    permits, hour, Instant.parse("2026-03-01T11:00:00Z")))
                    .withCustomTimePrecision(meter)
                    .build());
    twin.run(pauses, permits, TimeUnit.MILLISECONDS.toNanos(1));
  }

  /** Ours and theirs on one clock. */
  private static final class Twin {

    private final ManualTicker ticker = ManualTicker.create();
    private final RateLimiter ours;
    private final Bucket theirs;

    Twin(RateLimit limit, Function<TimeMeter, Bucket> bucket) {
      this.ours =
          LocalRateLimiter.builder()
              .limits(RateLimits.of(limit))
              .ticker(ticker)
              .clock(InstantSource.fixed(START))
              .build();
      this.theirs = bucket.apply(new Meter(ticker));
    }

    void run(List<Integer> pauses, long capacity, long unit) {
      for (int pause : pauses) {
        ticker.advance(pause * unit);
        long cost = 1 + pause % (capacity + 1);
        RateDecision decision =
            ours.tryAcquire(new RateRequest(TENANT, Dimensions.none(), cost, 0));
        assertThat(decision.allowed()).isEqualTo(theirs.tryConsume(cost));
        assertThat(decision.states().get(0).remaining()).isEqualTo(theirs.getAvailableTokens());
      }
    }
  }

  /** The time of day by the ticker. */
  private record Meter(ManualTicker ticker) implements TimeMeter {

    @Override
    public long currentTimeNanos() {
      return TimeUnit.MILLISECONDS.toNanos(START.toEpochMilli()) + ticker.nanos();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}

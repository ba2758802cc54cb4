// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import io.hermesx.core.ratelimit.arithmetic.Algorithms;
import java.math.BigInteger;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RateShareProperties {

  private static final long LONGEST = Duration.ofDays(366).toNanos() / 1_000;

  @Property(tries = 3_000)
  void shares_areTogetherAtMostTheLimit_unlessItIsLessThanOneForEach(
      @ForAll("algorithms") RateAlgorithm algorithm,
      @ForAll("jvms") int jvms,
      @ForAll @LongRange(min = 0, max = 40_000_000_000_000L) long window) {
    RateAlgorithm share = share(algorithm, jvms);
    Duration length = Algorithms.micros(window);

    assertThat(share.capacity()).isPositive();
    if (algorithm.capacity() >= jvms) {
      assertThat(share.capacity() * jvms).isLessThanOrEqualTo(algorithm.capacity());
      if (!(algorithm instanceof TokenBucket bucket) || isStretchable(bucket, jvms)) {
        assertThat(share.atMost(length).multiply(BigInteger.valueOf(jvms)))
            .isLessThanOrEqualTo(algorithm.atMost(length));
      }
    }
  }

  @Property(tries = 1_000)
  void ofOneJvm_isTheLimit(@ForAll("algorithms") RateAlgorithm algorithm) {
    assertThat(share(algorithm, 1)).isEqualTo(algorithm);
  }

  @Property(tries = 1_000)
  void shareKeepsAllButTheNumbers_andIsNotLeased(
      @ForAll("algorithms") RateAlgorithm algorithm, @ForAll("jvms") int jvms) {
    boolean leasable = algorithm instanceof TokenBucket || algorithm instanceof CalendarWindow;
    RateLimit limit = RateLimit.of("calls", RateUnit.TOKENS, algorithm).acrossTenants().shadow();
    RateLimit share = RateShare.of(leasable ? limit.leased(1) : limit, jvms);

    assertThat(share).isEqualTo(limit.with(share.algorithm()));
  }

  @Property(tries = 2_000)
  void excess_ofLocalShares_isWhatTheyAdmitFromUnused(
      @ForAll("algorithms") RateAlgorithm algorithm,
      @ForAll("jvms") int jvms,
      @ForAll @LongRange(min = 0, max = 40_000_000_000_000L) long outage) {
    Duration length = Algorithms.micros(outage);
    BigInteger excess =
        RateFailureMode.localShare(jvms).excess(limit(algorithm), length).orElseThrow();

    assertThat(excess)
        .isGreaterThanOrEqualTo(
            BigInteger.valueOf(share(algorithm, jvms).capacity())
                .multiply(BigInteger.valueOf(jvms)));
    assertThat(excess)
        .isEqualTo(share(algorithm, jvms).atMost(length).multiply(BigInteger.valueOf(jvms)));
    assertThat(RateFailureMode.localShare(jvms).excess(limit(algorithm), length.plusHours(1)))
        .hasValueSatisfying(longer -> assertThat(longer).isGreaterThanOrEqualTo(excess));
  }

  @Example
  void excess_isNothingWhenClosed_andUnboundedWhenOpen() {
    RateLimit limit = RateLimit.requests("calls", 5, Duration.ofHours(1));
    assertThat(RateFailureMode.closed().excess(limit, Duration.ofDays(9)))
        .contains(BigInteger.ZERO);
    assertThat(RateFailureMode.open().excess(limit, Duration.ofNanos(1))).isEmpty();
  }

  @Example
  void excess_ofAnHour_byHand() {
    RateFailureMode four = RateFailureMode.localShare(4);
    Duration hour = Duration.ofHours(1);

    assertThat(four.excess(RateLimit.requests("calls", 100, hour).withBurst(8), hour))
        .contains(BigInteger.valueOf(4 * (2 + 25)));
    assertThat(four.excess(limit(new Concurrency(9, hour)), hour)).contains(BigInteger.valueOf(8));
    assertThat(four.excess(limit(new RateAlgorithm.ExactWindow(9, hour)), hour))
        .contains(BigInteger.valueOf(4 * 2 * 2));
    assertThat(four.excess(limit(new RateAlgorithm.SlidingWindow(9, hour)), hour))
        .contains(BigInteger.valueOf(4 * 2 * 2));
  }

  @Property(tries = 20)
  void jvms_outOfRange_areRefused(
      @ForAll @IntRange(min = Integer.MIN_VALUE, max = 0) int few,
      @ForAll @IntRange(min = 10_001, max = Integer.MAX_VALUE) int many) {
    for (int jvms : new int[] {few, many}) {
      String message = "jvms is " + jvms + ", allowed: 1 to 10000, as many as share the limits";
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RateFailureMode.localShare(jvms))
          .withMessage(message);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RateShare.of(limit(new Concurrency(1, Duration.ofHours(1))), jvms))
          .withMessage(message);
    }
  }

  /** Where less than a permit a year is left for each, it is one a year. */
  private static boolean isStretchable(TokenBucket bucket, int jvms) {
    long times = (jvms + bucket.permits() - 1) / bucket.permits();
    return bucket.period().toNanos() / 1_000 * times <= LONGEST;
  }

  private static RateAlgorithm share(RateAlgorithm algorithm, int jvms) {
    return RateShare.of(limit(algorithm), jvms).algorithm();
  }

  private static RateLimit limit(RateAlgorithm algorithm) {
    return RateLimit.of("calls", RateUnit.REQUESTS, algorithm);
  }

  @Provide
  Arbitrary<RateAlgorithm> algorithms() {
    return Algorithms.any();
  }

  @Provide
  Arbitrary<Integer> jvms() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1, 10), Arbitraries.integers().between(1, 10_000));
  }
}

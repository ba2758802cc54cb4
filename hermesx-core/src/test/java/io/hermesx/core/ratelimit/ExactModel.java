// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The limiter as one would write it with numbers of any size and no regard for speed: per key, the
 * theoretical arrival time as a fraction of a nanosecond ({@code numerator / permits}).
 */
final class ExactModel {

  private final Map<List<Object>, BigInteger> arrivals = new HashMap<>();
  private final Set<UUID> refunded = new HashSet<>();
  private final List<RateLimit> limits;

  ExactModel(List<RateLimit> limits) {
    this.limits = limits;
  }

  /** The states after the call, or those at a refusal; the same order as the limits that match. */
  List<LimitState> tryAcquire(RateRequest request, long now) {
    List<RateLimit> matching = matching(request);
    boolean fits = matching.stream().allMatch(limit -> excess(limit, request, now).signum() <= 0);
    if (fits) {
      matching.forEach(
          limit ->
              arrivals.put(
                  key(limit, request),
                  arrival(limit, request, now).add(price(limit, request.cost(limit.unit())))));
    }
    return matching.stream().map(limit -> state(limit, request, now, fits)).toList();
  }

  /** Takes off each arrival time what the cost was worth, less the time that has passed. */
  boolean refund(RatePermit permit, long now) {
    if (!refunded.add(permit.id())) {
      return false;
    }
    boolean any = false;
    for (RateLimit limit : matching(permit.request())) {
      BigInteger rest =
          price(limit, permit.request().cost(limit.unit()))
              .subtract(big(now - permit.takenAtNanos()).multiply(big(limit.permits())));
      BigInteger behind =
          arrival(limit, permit.request(), now).subtract(big(now).multiply(big(limit.permits())));
      if (rest.signum() > 0 && behind.signum() > 0) {
        arrivals.merge(key(limit, permit.request()), rest, BigInteger::subtract);
        any = true;
      }
    }
    return any;
  }

  private LimitState state(RateLimit limit, RateRequest request, long now, boolean fits) {
    BigInteger behind =
        arrival(limit, request, now).subtract(big(now).multiply(big(limit.permits())));
    BigInteger room = price(limit, limit.burst()).subtract(behind);
    long remaining = room.divide(big(limit.period().toNanos())).longValueExact();
    Duration wait =
        request.cost(limit.unit()) > limit.burst()
            ? RateDecision.NEVER
            : time(limit, excess(limit, request, now));
    return new LimitState(limit, remaining, fits ? Duration.ZERO : wait, time(limit, behind));
  }

  /** By how much the call is early, in units of {@code 1 / permits} nanoseconds. */
  private BigInteger excess(RateLimit limit, RateRequest request, long now) {
    return arrival(limit, request, now)
        .add(price(limit, request.cost(limit.unit())))
        .subtract(price(limit, limit.burst()))
        .subtract(big(now).multiply(big(limit.permits())));
  }

  private BigInteger arrival(RateLimit limit, RateRequest request, long now) {
    BigInteger present = big(now).multiply(big(limit.permits()));
    return arrivals.getOrDefault(key(limit, request), present).max(present);
  }

  private List<RateLimit> matching(RateRequest request) {
    return limits.stream()
        .filter(limit -> request.cost(limit.unit()) > 0)
        .filter(limit -> limit.only().matches(request.dimensions()))
        .filter(limit -> request.dimensions().values().keySet().containsAll(limit.per()))
        .toList();
  }

  private static List<Object> key(RateLimit limit, RateRequest request) {
    Map<Object, Object> scope = new HashMap<>();
    limit.per().forEach(per -> scope.put(per, request.dimensions().find(per).orElseThrow()));
    return List.of(limit.name(), request.tenant(), scope);
  }

  private static BigInteger price(RateLimit limit, long cost) {
    return big(cost).multiply(big(limit.period().toNanos()));
  }

  /** Rounded up to a nanosecond. */
  private static Duration time(RateLimit limit, BigInteger units) {
    if (units.signum() <= 0) {
      return Duration.ZERO;
    }
    BigInteger[] nanos =
        units
            .add(big(limit.permits() - 1))
            .divide(big(limit.permits()))
            .divideAndRemainder(big(1_000_000_000));
    return Duration.ofSeconds(nanos[0].longValueExact(), nanos[1].longValueExact());
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import io.hermesx.core.ratelimit.arithmetic.Oracle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A limiter as its contract says it, with an oracle for each key and no bound on memory. */
final class LimiterModel {

  private final Map<List<Object>, Oracle> keys = new HashMap<>();
  private final Map<UUID, Map<RateLimit, Oracle.Event>> taken = new HashMap<>();
  private final Set<UUID> refunded = new HashSet<>();

  /** Takes from all that matches, or from none; what is left of each layer that matches. */
  boolean tryAcquire(RateLimits limits, RateRequest request, UUID permit, long now) {
    List<RateLimit> matching = matching(limits, request);
    for (RateLimit limit : matching) {
      if (limit.enforced() && !fits(limit, request, now)) {
        return false;
      }
    }
    Map<RateLimit, Oracle.Event> events = new HashMap<>();
    for (RateLimit limit : matching) {
      if (fits(limit, request, now)) {
        events.put(limit, key(limit, request).take(permit, request.cost(limit.unit()), now));
      }
    }
    taken.put(permit, events);
    return true;
  }

  List<Long> remaining(RateLimits limits, RateRequest request, long now) {
    return matching(limits, request).stream()
        .map(limit -> key(limit, request).remaining(now))
        .toList();
  }

  boolean refund(RatePermit permit, long now) {
    boolean any = false;
    if (refunded.add(permit.id())) {
      for (Map.Entry<RateLimit, Oracle.Event> one : taken.get(permit.id()).entrySet()) {
        any |= key(one.getKey(), permit.request()).giveBack(one.getValue(), now);
      }
    }
    return any;
  }

  boolean release(RatePermit permit, long now) {
    boolean any = false;
    for (Map.Entry<RateLimit, Oracle.Event> one : taken.get(permit.id()).entrySet()) {
      if (one.getKey().algorithm() instanceof Concurrency) {
        any |= key(one.getKey(), permit.request()).giveBack(one.getValue(), now);
      }
    }
    return any;
  }

  boolean renew(RatePermit permit, long now) {
    boolean all = true;
    for (Map.Entry<RateLimit, Oracle.Event> one : taken.get(permit.id()).entrySet()) {
      if (one.getKey().algorithm() instanceof Concurrency) {
        all &= key(one.getKey(), permit.request()).renew(one.getValue(), now);
      }
    }
    return all;
  }

  private boolean fits(RateLimit limit, RateRequest request, long now) {
    return key(limit, request).fits(request.cost(limit.unit()), now);
  }

  private Oracle key(RateLimit limit, RateRequest request) {
    Map<Dimension, String> values = new HashMap<>();
    limit.per().forEach(per -> values.put(per, request.dimensions().values().get(per)));
    Object tenant = limit.reach() == RateReach.TENANT ? request.tenant() : "all";
    return keys.computeIfAbsent(
        List.of(limit.name(), tenant, values), key -> Oracle.of(limit.algorithm()));
  }

  private static List<RateLimit> matching(RateLimits limits, RateRequest request) {
    List<RateLimit> matching = new ArrayList<>();
    for (RateLimit limit : limits.of(request.tenant())) {
      Map<Dimension, String> values = request.dimensions().values();
      boolean applies =
          limit.only().values().entrySet().stream()
              .allMatch(only -> applies(only.getValue(), values.get(only.getKey())));
      if (request.cost(limit.unit()) > 0 && applies && values.keySet().containsAll(limit.per())) {
        matching.add(limit);
      }
    }
    return matching;
  }

  private static boolean applies(String pattern, @Nullable String value) {
    if (value == null) {
      return false;
    }
    return pattern.endsWith("*")
        ? value.startsWith(pattern.substring(0, pattern.length() - 1))
        : value.equals(pattern);
  }
}

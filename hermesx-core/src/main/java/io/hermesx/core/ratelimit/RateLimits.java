// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All limits in force, as an immutable value: those of every tenant, and what single tenants have
 * instead. A limiter takes them from a supplier and uses another set from the next call on.
 */
public final class RateLimits {

  private static final int MOST_LIMITS = 64;

  private final List<RateLimit> common;
  private final Map<TenantId, List<RateLimit>> overridden;

  private RateLimits(List<RateLimit> common, Map<TenantId, List<RateLimit>> overridden) {
    this.common = common;
    this.overridden = overridden;
  }

  /** Returns these limits for every tenant, in the order in which decisions report them. */
  public static RateLimits of(RateLimit... limits) {
    return of(List.of(limits));
  }

  /**
   * Returns these limits for every tenant, in the order in which decisions report them.
   *
   * @throws IllegalArgumentException if there are none or more than 64, or two share a name
   */
  public static RateLimits of(List<RateLimit> limits) {
    if (limits.isEmpty() || limits.size() > MOST_LIMITS) {
      throw new IllegalArgumentException(
          "there are "
              + limits.size()
              + " limits, allowed: 1 to "
              + MOST_LIMITS
              + "; for a limiter that limits nothing choose RateLimiter.unlimited()");
    }
    Set<String> names = new HashSet<>();
    for (RateLimit limit : limits) {
      if (!names.add(limit.name())) {
        throw new IllegalArgumentException(
            "two limits are named " + limit.name() + ", allowed: a name of its own for each");
      }
    }
    return new RateLimits(List.copyOf(limits), Map.of());
  }

  /**
   * Returns these limits where one tenant has this one instead of the one of the same name.
   *
   * @throws IllegalArgumentException if no limit has that name, or one of the two counts all
   *     tenants together
   */
  public RateLimits override(TenantId tenant, RateLimit limit) {
    List<RateLimit> own = new ArrayList<>(of(tenant));
    int at = indexOf(own, limit.name());
    if (own.get(at).reach() != RateReach.TENANT || limit.reach() != RateReach.TENANT) {
      throw new IllegalArgumentException(
          "limit " + limit.name() + " counts all tenants together: no tenant has one of its own");
    }
    own.set(at, limit);
    Map<TenantId, List<RateLimit>> all = new HashMap<>(overridden);
    all.put(tenant, List.copyOf(own));
    return new RateLimits(common, Map.copyOf(all));
  }

  /** Returns the limits of a tenant. */
  public List<RateLimit> of(TenantId tenant) {
    return overridden.getOrDefault(tenant, common);
  }

  /** Returns the limits of every tenant that has none of its own. */
  public List<RateLimit> common() {
    return common;
  }

  /** Returns the limits of the tenants that have some of their own, all of them each. */
  public Map<TenantId, List<RateLimit>> overridden() {
    return overridden;
  }

  /** Returns these limits, each replaced by another of its name. */
  RateLimits map(UnaryOperator<RateLimit> change) {
    Map<TenantId, List<RateLimit>> own = new HashMap<>();
    overridden.forEach((tenant, list) -> own.put(tenant, list.stream().map(change).toList()));
    return new RateLimits(common.stream().map(change).toList(), Map.copyOf(own));
  }

  private int indexOf(List<RateLimit> own, String name) {
    for (int i = 0; i < own.size(); i++) {
      if (own.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "there is no limit "
            + name
            + " to override, allowed: "
            + common.stream().map(RateLimit::name).toList());
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof RateLimits that
            && common.equals(that.common)
            && overridden.equals(that.overridden));
  }

  @Override
  public int hashCode() {
    return Objects.hash(common, overridden);
  }

  @Override
  public String toString() {
    return common + ", " + overridden.size() + " tenants with limits of their own";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layers;

/** A request and the layers that limit it. Immutable. */
final class LocalCall {

  /**
   * A call must come to its room within the time for which the cache keeps it at least, and the
   * cache prolongs that by a second or more.
   */
  private static final long SHORTEST = 2_000_000;

  final RateRequest request;
  final Layers layers;

  /** For how long what it takes counts at most, µs. */
  final long longest;

  /** Whether a layer counts all tenants together. */
  final boolean common;

  LocalCall(RateRequest request, Layers layers) {
    this.request = request;
    this.layers = layers;
    this.longest = Math.min(Math.max(SHORTEST, layers.longest()), TenantRoom.LONGEST_LIFE);
    this.common = layers.acrossTenants();
  }
}

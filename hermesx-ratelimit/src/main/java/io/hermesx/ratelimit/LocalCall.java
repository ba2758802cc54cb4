// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import java.util.List;

/** A request and the layers that limit it. Immutable. */
final class LocalCall {

  /** A call must come to its room within the time for which the cache keeps it at least. */
  private static final long SHORTEST = 1_000_000;

  final RateRequest request;
  final List<Layer> layers;
  final RateMode mode;

  /** For how long what it takes counts at most, µs. */
  final long longest;

  /** Whether a layer counts all tenants together. */
  final boolean common;

  LocalCall(RateRequest request, List<Layer> layers, RateMode mode) {
    this.request = request;
    this.layers = layers;
    this.mode = mode;
    long most = SHORTEST;
    boolean across = false;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      most = Math.max(most, layer.longest());
      across |= layer.acrossTenants();
    }
    this.longest = Math.min(most, TenantRoom.LONGEST_LIFE);
    this.common = across;
  }
}

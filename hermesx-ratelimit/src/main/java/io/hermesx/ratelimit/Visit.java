// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layers;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where a call found its keys, for the next one like it. Immutable. */
final class Visit {

  final TenantRoom room;
  final LocalKey[] keys;
  private final Layers layers;
  private final String[] values;
  private final int drops;

  Visit(LocalCall call, TenantRoom room, LocalKey[] keys, int drops) {
    this.room = room;
    this.keys = keys;
    this.layers = call.layers;
    List<Dimension> per = layers.per();
    this.values = new String[per.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Objects.requireNonNull(call.request.dimensions().values().get(per.get(i)));
    }
    this.drops = drops;
  }

  /** Tells whether a call counts on the same keys. */
  @SuppressWarnings("ReferenceEquality") // the same list comes again as long as limits do
  boolean isLike(LocalCall call) {
    if (layers != call.layers || !room.tenant.equals(call.request.tenant())) {
      return false;
    }
    return hasValues(call.request);
  }

  /** Tells whether all of the keys are still on record: no key was dropped since. */
  boolean holds(int dropsNow) {
    return drops == dropsNow;
  }

  private boolean hasValues(RateRequest request) {
    List<Dimension> per = layers.per();
    Map<Dimension, String> given = request.dimensions().values();
    for (int i = 0; i < values.length; i++) {
      if (!values[i].equals(given.get(per.get(i)))) {
        return false;
      }
    }
    return true;
  }
}

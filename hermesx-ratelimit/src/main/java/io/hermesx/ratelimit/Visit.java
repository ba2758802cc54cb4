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
  private final int commonDrops;

  Visit(LocalCall call, TenantRoom room, LocalKey[] keys, CommonKeys common) {
    this.room = room;
    this.keys = keys;
    this.layers = call.layers;
    List<Dimension> per = layers.per();
    this.values = new String[per.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Objects.requireNonNull(call.request.dimensions().values().get(per.get(i)));
    }
    this.drops = room.keys.drops();
    this.commonDrops = call.common ? common.keys.drops() : 0;
  }

  /** Tells whether a call counts on the same keys. */
  boolean isLike(LocalCall call) {
    if (layers != call.layers || !room.tenant.equals(call.request.tenant())) {
      return false;
    }
    return hasValues(call.request);
  }

  /** Tells, under the locks, whether all of the keys are still on record. */
  boolean holds(LocalCall call, CommonKeys common) {
    return drops == room.keys.drops() && (!call.common || commonDrops == common.keys.drops());
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

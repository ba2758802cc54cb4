// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.Tally;
import io.hermesx.core.tenant.TenantId;

/** A key on record: its name, whose room it takes, and the layer that its numbers are of. */
final class MemoryKey extends Tally {

  final Object name;
  final TenantId tenant;
  Layer layer;
  boolean kept;

  MemoryKey(Object name, TenantId tenant, Layer layer) {
    this.name = name;
    this.tenant = tenant;
    this.layer = layer;
  }

  MemoryKey copy() {
    MemoryKey copy = new MemoryKey(name, tenant, layer);
    copy.copy(this);
    return copy;
  }

  /** Makes the numbers those of a layer, which may have changed since; what ended before ended. */
  void become(Layer current, long now) {
    if (layer != current) {
      layer.arithmetic().advance(this, now);
      current.arithmetic().adopt(this, layer.arithmetic());
      layer = current;
    }
  }

  /** Tells whether forgetting it changes no decision from now on. */
  boolean ended(long now) {
    layer.arithmetic().advance(this, now);
    return isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.arithmetic.Tally;
import io.hermesx.core.tenant.TenantId;

/**
 * A key on record: its name, whose room it takes, and the numbers of the layer that they are of. It
 * is key and value of the table in one object of 64 octets. Guarded by the lock of its {@link
 * LocalKeys}.
 */
final class LocalKey extends Tally {

  final long high;
  final long low;
  final TenantId holder;
  private Layer layer;

  LocalKey(long high, long low, TenantId holder, Layer layer) {
    this.high = high;
    this.low = low;
    this.holder = holder;
    this.layer = layer;
  }

  LocalKey copy() {
    LocalKey copy = new LocalKey(high, low, holder, layer);
    copy.copy(this);
    return copy;
  }

  Layer layer() {
    return layer;
  }

  /**
   * Makes the numbers those of a layer, which may have changed since; what ended before ended, as
   * if the key had been dropped then.
   */
  void become(Layer current, long now) {
    if (layer == current) {
      return;
    }
    if (ended(now)) {
      copy(new Tally());
    } else {
      current.arithmetic().adopt(this, layer.arithmetic());
    }
    layer = current;
  }

  /** Tells whether forgetting it changes no decision from now on. */
  boolean ended(long now) {
    layer.arithmetic().advance(this, now);
    return isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.tenant.TenantId;
import java.time.Duration;

/** The level of one layer for one tenant and one combination of dimensions; it is its own key. */
final class Bucket extends Level implements Entry {

  private final Layer layer;
  private final TenantId tenant;
  private final Object scope;

  Bucket(Layer layer, TenantId tenant, Object scope) {
    super(0);
    this.layer = layer;
    this.tenant = tenant;
    this.scope = scope;
  }

  @Override
  public Object key() {
    return this;
  }

  @Override
  public TenantId tenant() {
    return tenant;
  }

  @Override
  public boolean expired(long now) {
    leak(now);
    return isEmpty();
  }

  void leak(long now) {
    layer.gcra().leak(this, now);
  }

  boolean fits(RateRequest request) {
    return layer.gcra().fits(this, cost(request));
  }

  void take(RateRequest request) {
    layer.gcra().take(this, cost(request));
  }

  boolean giveBack(RatePermit permit) {
    return layer.gcra().giveBack(this, cost(permit.request()), permit.takenAtNanos());
  }

  /** Where the layer stands for a request that fits, or was taken, or was not asked. */
  LimitState stateOfFit() {
    Gcra gcra = layer.gcra();
    return new LimitState(
        layer.limit(), gcra.remaining(this), Duration.ZERO, gcra.untilEmpty(this));
  }

  /** Where the layer stands for a request that some layer refused. */
  LimitState stateOfRefusal(RateRequest request) {
    Gcra gcra = layer.gcra();
    return new LimitState(
        layer.limit(),
        gcra.remaining(this),
        gcra.untilFits(this, cost(request)),
        gcra.untilEmpty(this));
  }

  /** Returns how long what the request takes stays in the level at least. */
  Duration lifetime(RateRequest request) {
    return layer.gcra().timeToLeak(cost(request));
  }

  private long cost(RateRequest request) {
    return request.cost(layer.limit().unit());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bucket that
        && layer == that.layer
        && tenant.equals(that.tenant)
        && scope.equals(that.scope);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * System.identityHashCode(layer) + tenant.hashCode()) + scope.hashCode();
  }
}

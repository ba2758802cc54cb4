// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.Sha256;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Block;
import io.hermesx.core.ratelimit.arithmetic.KeyDigest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One thing to be done with shared state, on one key a layer.
 *
 * @param kind what
 * @param request whose keys, and what it costs
 * @param layers the layers, in the order of the limits
 * @param keys the names of their keys, in the same order
 * @param permit the permit that is taken or was taken; nil where there is none
 * @param takenAt when the permit was taken, µs; 0 where that means nothing
 * @param block what is leased, or is left of a lease; zeros where that means nothing
 */
public record Command(
    Kind kind,
    RateRequest request,
    List<Layer> layers,
    List<Sha256> keys,
    UUID permit,
    long takenAt,
    Block block) {

  private static final UUID NIL = new UUID(0, 0);
  private static final Block NOTHING = new Block(0, 0, 0);

  /** What is done. */
  public enum Kind {
    /** Take from all layers or none. */
    ACQUIRE,
    /** Answer as if taking. */
    PEEK,
    /** Give back what a permit took, once. */
    REFUND,
    /** Free the slots of a permit. */
    RELEASE,
    /** Hold the slots of a permit for another lease. */
    RENEW,
    /** Take a block from the one layer, as much as there is. */
    LEASE,
    /** Give back what is left of a block. */
    END_LEASE
  }

  /** Returns the command that takes what a request costs. */
  public static Command acquire(RateRequest request, List<Layer> layers, UUID permit) {
    return of(Kind.ACQUIRE, request, layers, permit, 0, NOTHING);
  }

  /** Returns the command that looks. */
  public static Command peek(RateRequest request, List<Layer> layers) {
    return of(Kind.PEEK, request, layers, NIL, 0, NOTHING);
  }

  /** Returns a command about what was taken: refund, release or renew. */
  public static Command about(Kind kind, RatePermit permit, List<Layer> layers) {
    return of(kind, permit.request(), layers, permit.id(), permit.takenAtMicros(), NOTHING);
  }

  /** Returns a command about a block of one layer: lease or end of lease. */
  public static Command block(Kind kind, RateRequest request, Layer layer, Block block) {
    return of(kind, request, List.of(layer), NIL, 0, block);
  }

  private static Command of(
      Kind kind, RateRequest request, List<Layer> layers, UUID permit, long takenAt, Block block) {
    List<Sha256> keys = new ArrayList<>(layers.size());
    for (Layer layer : layers) {
      keys.add(KeyDigest.of(layer, request));
    }
    return new Command(kind, request, layers, keys, permit, takenAt, block);
  }
}

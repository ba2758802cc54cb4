// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds keys by 128 bits each, whatever their values hold: what tells the layer from others, and
 * over it, bit by bit, the keyed hash of each value that it counts by. Two keys that differ in a
 * layer or a value agree by chance alone, once in 2^128, because each of those hashes is as good as
 * random and independent of the others. The tenant need not be in it: each has a table of its own.
 * Thread-safe.
 */
final class KeyNames {

  private final ValueHashes hashes = new ValueHashes();

  /** Returns the key of a request in a layer, on record or null. */
  @Nullable LocalKey find(LocalKeys keys, Layer layer, RateRequest request) {
    UUID fingerprint = layer.fingerprint();
    long high = fingerprint.getMostSignificantBits();
    long low = fingerprint.getLeastSignificantBits();
    List<Dimension> per = layer.per();
    for (int i = 0; i < per.size(); i++) {
      SipHash128 hash = hash(request, per.get(i));
      high ^= hash.first();
      low ^= hash.second();
    }
    return keys.find(high, low);
  }

  /** Returns a new key of that name. */
  LocalKey create(Layer layer, RateRequest request) {
    UUID fingerprint = layer.fingerprint();
    long high = fingerprint.getMostSignificantBits();
    long low = fingerprint.getLeastSignificantBits();
    for (Dimension dimension : layer.per()) {
      SipHash128 hash = hash(request, dimension);
      high ^= hash.first();
      low ^= hash.second();
    }
    return new LocalKey(high, low, request.tenant(), layer);
  }

  private SipHash128 hash(RateRequest request, Dimension dimension) {
    String value = request.dimensions().values().get(dimension);
    if (value == null) {
      throw new IllegalArgumentException("the request has no " + dimension + " to be counted by");
    }
    return hashes.of(dimension, value);
  }
}

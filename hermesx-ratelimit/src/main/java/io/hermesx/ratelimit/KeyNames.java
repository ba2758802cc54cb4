// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.time.SystemSources;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds keys by 128 bits each, whatever their values hold: what tells the layer from others and, if
 * it counts by values, a keyed hash over that and each of them. The tenant need not be in it,
 * because each has a table of its own. The key of the hash is random and never leaves the limiter,
 * so nobody can choose values that meet. Immutable and thread-safe.
 */
final class KeyNames {

  private final long key0;
  private final long key1;

  private KeyNames(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  static KeyNames random() {
    RandomGenerator random = SystemSources.random();
    return new KeyNames(random.nextLong(), random.nextLong());
  }

  /** Returns the key of a request in a layer, on record or null. */
  @Nullable LocalKey find(LocalKeys keys, Layer layer, RateRequest request) {
    UUID fingerprint = layer.fingerprint();
    if (layer.per().isEmpty()) {
      return keys.find(fingerprint.getMostSignificantBits(), fingerprint.getLeastSignificantBits());
    }
    SipHash128 hash = hash(layer, request);
    return keys.find(hash.first(), hash.second());
  }

  /** Returns a new key of that name. */
  LocalKey create(Layer layer, RateRequest request) {
    UUID fingerprint = layer.fingerprint();
    if (layer.per().isEmpty()) {
      return new LocalKey(
          fingerprint.getMostSignificantBits(),
          fingerprint.getLeastSignificantBits(),
          request.tenant(),
          layer);
    }
    SipHash128 hash = hash(layer, request);
    return new LocalKey(hash.first(), hash.second(), request.tenant(), layer);
  }

  private SipHash128 hash(Layer layer, RateRequest request) {
    SipHash128 hash = new SipHash128(key0, key1);
    hash.add(layer.fingerprint().getMostSignificantBits());
    hash.add(layer.fingerprint().getLeastSignificantBits());
    List<Dimension> per = layer.per();
    for (int i = 0; i < per.size(); i++) {
      hash.add(value(request, per.get(i)));
    }
    return hash;
  }

  private static String value(RateRequest request, Dimension dimension) {
    String value = request.dimensions().values().get(dimension);
    if (value == null) {
      throw new IllegalArgumentException("the request has no " + dimension + " to be counted by");
    }
    return value;
  }
}

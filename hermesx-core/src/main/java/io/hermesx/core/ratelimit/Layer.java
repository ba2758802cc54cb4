// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A limit made ready to be matched. Immutable. */
final class Layer {

  private static final String LONG_VALUE_DOMAIN = "hermesx/rate-key-value/v1";
  private static final int LONGEST_KEPT = 128;

  private final RateLimit limit;
  private final Gcra gcra;
  private final List<Dimension> per;

  Layer(RateLimit limit) {
    this.limit = limit;
    this.gcra = new Gcra(limit);
    this.per = limit.per().stream().sorted().toList();
  }

  RateLimit limit() {
    return limit;
  }

  Gcra gcra() {
    return gcra;
  }

  /** Returns an unused bucket for the request, or null where this layer does not limit it. */
  @Nullable Bucket match(RateRequest request) {
    long cost = request.cost(limit.unit());
    if (cost == 0 || !limit.only().matches(request.dimensions())) {
      return null;
    }
    Object scope = scope(request.dimensions());
    return scope == null ? null : new Bucket(this, request.tenant(), scope);
  }

  /**
   * The values that are counted separately, compared one by one and never joined into a text, so
   * that none of them can look like two; null if the call lacks one.
   */
  private @Nullable Object scope(Dimensions dimensions) {
    if (per.size() == 1) {
      return value(dimensions, per.get(0));
    }
    List<Object> values = new ArrayList<>(per.size());
    for (Dimension dimension : per) {
      Object value = value(dimensions, dimension);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  /**
   * A short value as it is, a long one as the digest of its characters, so that a key's size has a
   * bound. No charset comes in between: one would make all lone surrogates alike.
   */
  private static @Nullable Object value(Dimensions dimensions, Dimension dimension) {
    String text = dimensions.values().get(dimension);
    if (text == null || text.length() <= LONGEST_KEPT) {
      return text;
    }
    ByteBuffer octets = ByteBuffer.allocate(Character.BYTES * text.length());
    octets.asCharBuffer().put(text);
    return Sha256.of(LONG_VALUE_DOMAIN, octets.array());
  }
}

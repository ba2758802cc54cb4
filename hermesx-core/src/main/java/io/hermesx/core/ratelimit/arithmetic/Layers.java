// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateRequest;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Layers in the order of the limits, with what a decision needs to know of all of them together, so
 * that nothing of it is computed again for each request. Thread-safe, and immutable to whoever
 * looks.
 */
public final class Layers extends AbstractList<Layer> implements RandomAccess {

  private static final int MOST_PARTS = 256;

  private final Layer[] layers;
  private final List<RateLimit> limits;
  private final List<Dimension> per;
  private final long longest;
  private final boolean acrossTenants;
  private final Map<Long, Layers> parts = new ConcurrentHashMap<>();

  /** Keeps the layers in their order. */
  public Layers(List<Layer> layers) {
    this.layers = layers.toArray(new Layer[0]);
    this.limits = List.copyOf(layers.stream().map(Layer::limit).toList());
    this.per = layers.stream().flatMap(layer -> layer.per().stream()).distinct().sorted().toList();
    this.longest = layers.stream().mapToLong(Layer::longest).max().orElse(0);
    this.acrossTenants = layers.stream().anyMatch(Layer::acrossTenants);
  }

  /** Returns those that limit a request: the same list again for requests of one kind. */
  Layers matching(RateRequest request) {
    long matching = 0;
    for (int i = 0; i < layers.length; i++) {
      matching |= layers[i].matches(request) ? 1L << i : 0;
    }
    return Long.bitCount(matching) == layers.length ? this : part(matching);
  }

  /** Returns the limits of all of them. */
  public List<RateLimit> limits() {
    return limits;
  }

  /** Returns the dimensions that one of them or several count by. */
  public List<Dimension> per() {
    return per;
  }

  /** Returns the longest time for which anything taken from one of them counts, µs. */
  public long longest() {
    return longest;
  }

  /** Tells whether one of them has one count for all tenants. */
  public boolean acrossTenants() {
    return acrossTenants;
  }

  @Override
  public Layer get(int index) {
    return layers[index];
  }

  @Override
  public int size() {
    return layers.length;
  }

  private Layers part(long matching) {
    Layers known = parts.get(matching);
    if (known != null) {
      return known;
    }
    Layers made =
        new Layers(
            IntStream.range(0, layers.length)
                .filter(i -> (matching >>> i & 1) != 0)
                .mapToObj(i -> layers[i])
                .toList());
    if (parts.size() < MOST_PARTS) {
      parts.put(matching, made);
    }
    return made;
  }
}

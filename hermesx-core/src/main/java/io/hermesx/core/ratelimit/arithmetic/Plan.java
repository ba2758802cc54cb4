// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The limits in force, made ready to be matched. Thread-safe. */
public final class Plan {

  private final Supplier<RateLimits> source;
  private volatile Ready ready;

  /** Makes ready what the supplier returns, now and whenever it returns something else. */
  public Plan(Supplier<RateLimits> source) {
    this.source = source;
    this.ready = Ready.of(source.get());
  }

  /** Returns the layers that limit a request, in the order of the limits. */
  public Layers match(RateRequest request) {
    return ready().of(request.tenant()).matching(request);
  }

  /**
   * Returns the layers that a permit can be given back to: slots whatever has become of their
   * limit, and others where the same numbers are in force, because what has leaked or decayed since
   * cannot be told by other numbers.
   */
  public Layers of(RatePermit permit) {
    List<Layer> own = ready().of(permit.request().tenant());
    List<Layer> taken = new ArrayList<>(permit.limits().size());
    for (RateLimit limit : permit.limits()) {
      Layer layer = find(own, limit);
      Layer current = layer == null ? inForce(own, new Layer(limit)) : layer;
      if (current.arithmetic().kind() == 'k'
          || current.limit().algorithm().equals(limit.algorithm())) {
        taken.add(current);
      }
    }
    return new Layers(taken);
  }

  private static @Nullable Layer find(List<Layer> own, RateLimit limit) {
    for (Layer layer : own) {
      if (layer.limit().equals(limit)) {
        return layer;
      }
    }
    return null;
  }

  /** Returns the layer that now has the records of a layer; itself if none has. */
  public Layer inForce(Layer layer, TenantId tenant) {
    return inForce(ready().of(tenant), layer);
  }

  private static Layer inForce(List<Layer> own, Layer layer) {
    for (int i = 0; i < own.size(); i++) {
      Layer candidate = own.get(i);
      if (candidate == layer || candidate.identity().equals(layer.identity())) {
        return candidate;
      }
    }
    return layer;
  }

  private Ready ready() {
    RateLimits current = source.get();
    Ready known = ready;
    if (known.limits().equals(current)) {
      return known;
    }
    Ready made = Ready.of(current);
    ready = made;
    return made;
  }

  /** One set of limits, ready. */
  private record Ready(RateLimits limits, Layers common, Map<TenantId, Layers> overridden) {

    static Ready of(RateLimits limits) {
      Map<RateLimit, Layer> layers = new HashMap<>();
      Map<TenantId, Layers> own = new HashMap<>();
      Layers common = layers(limits.common(), layers);
      limits.overridden().forEach((tenant, list) -> own.put(tenant, layers(list, layers)));
      return new Ready(limits, common, Map.copyOf(own));
    }

    Layers of(TenantId tenant) {
      return overridden.isEmpty() ? common : overridden.getOrDefault(tenant, common);
    }

    private static Layers layers(List<RateLimit> limits, Map<RateLimit, Layer> known) {
      return new Layers(
          limits.stream().map(limit -> known.computeIfAbsent(limit, Layer::new)).toList());
    }
  }
}

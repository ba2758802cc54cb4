// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.KeyDigest;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pot is found by: compared by its values, because a digest would take longer than the
 * decision. Values that are long, which a caller may have chosen, are kept as a digest.
 *
 * @param layer the layer
 * @param tenant the tenant; null where all tenants share a count
 * @param values what is counted separately: nothing, one value, or a list
 */
record PotKey(Layer layer, @Nullable TenantId tenant, Object values) {

  private static final int LONGEST_KEPT = 128;

  static PotKey of(Layer layer, RateRequest request) {
    return new PotKey(
        layer, layer.acrossTenants() ? null : request.tenant(), values(layer, request));
  }

  private static Object values(Layer layer, RateRequest request) {
    List<Dimension> per = layer.per();
    if (per.isEmpty()) {
      return "";
    }
    List<String> values = new ArrayList<>(per.size());
    for (Dimension dimension : per) {
      String value = request.dimensions().values().getOrDefault(dimension, "");
      if (value.length() > LONGEST_KEPT) {
        return KeyDigest.of(layer, request);
      }
      values.add(value);
    }
    return per.size() == 1 ? values.get(0) : values;
  }
}

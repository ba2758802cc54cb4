// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The pattern of a budget as one value that an index can be asked for. A call falls under exactly
 * those patterns whose values are some of its own, so the keys of all subsets of its dimensions
 * find every budget that matches, and nothing has to be scanned: at most 256 keys, since there are
 * eight dimensions.
 */
final class BudgetKey {

  private static final String DOMAIN = "hermesx/budget-pattern/v1";

  private BudgetKey() {}

  /** Returns the key of a pattern. */
  static UUID of(Dimensions only) {
    return digest(List.copyOf(only.values().entrySet()));
  }

  /** Returns the keys of every pattern that a call falls under. */
  static UUID[] matching(Dimensions call) {
    List<Map.Entry<Dimension, String>> all = List.copyOf(call.values().entrySet());
    UUID[] keys = new UUID[1 << all.size()];
    for (int chosen = 0; chosen < keys.length; chosen++) {
      List<Map.Entry<Dimension, String>> subset = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        if ((chosen >> i & 1) == 1) {
          subset.add(all.get(i));
        }
      }
      keys[chosen] = digest(subset);
    }
    return keys;
  }

  /** The entries come in the order of {@link Dimension}; each says how long it is. */
  private static UUID digest(List<Map.Entry<Dimension, String>> entries) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Dimension, String> entry : entries) {
      String value = ExactText.toStored(entry.getValue());
      text.append(entry.getKey()).append(' ').append(value.length()).append(' ').append(value);
    }
    Sha256 digest = Sha256.of(DOMAIN, text.toString().getBytes(StandardCharsets.UTF_8));
    ByteBuffer octets = ByteBuffer.wrap(digest.octets());
    return new UUID(octets.getLong(), octets.getLong());
  }
}

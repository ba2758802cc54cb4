// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/** Receipts by id, in the order of their octets, and by call. */
final class ReceiptRows {

  private static final Comparator<UUID> OCTET_ORDER =
      (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0
            ? high
            : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
      };

  final NavigableMap<UUID, ReceiptRow> byId = new TreeMap<>(OCTET_ORDER);
  final Map<CallKey, ReceiptRow> byCall = new HashMap<>();
}

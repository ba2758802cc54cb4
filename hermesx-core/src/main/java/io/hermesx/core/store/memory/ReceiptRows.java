// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/** Receipts by id, in the order of their octets, and by call. */
final class ReceiptRows {

  final NavigableMap<UUID, ReceiptRow> byId = new TreeMap<>(NewestFirst.OCTET_ORDER);
  final Map<CallKey, ReceiptRow> byCall = new HashMap<>();
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/** Conversations by id. */
final class SessionRows {

  final NavigableMap<UUID, SessionRow> byId = new TreeMap<>(NewestFirst.OCTET_ORDER);
}

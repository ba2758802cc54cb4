// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Sha256;
import io.hermesx.core.auth.apikey.ApiKey;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/** API keys by id, and the ids by hash. */
final class ApiKeyRows {

  final NavigableMap<UUID, ApiKey> byId = new TreeMap<>(NewestFirst.OCTET_ORDER);
  final Map<Sha256, UUID> byHash = new HashMap<>();
}

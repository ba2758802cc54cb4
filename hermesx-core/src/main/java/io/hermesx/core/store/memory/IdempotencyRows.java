// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Sha256;
import io.hermesx.core.idempotency.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes that may be repeated, in the order they were made in. */
final class IdempotencyRows {

  private static final Duration KEPT = Duration.ofHours(24);

  final Map<IdempotencyKey, Row> byKey = new LinkedHashMap<>();

  /** A key that was taken, with its answer once there is one. */
  record Row(Sha256 request, @Nullable String answer, Instant claimedAt) {

    Row answered(String text) {
      return new Row(request, text, claimedAt);
    }
  }

  /** Forgets keys that were taken long ago, at most {@code limit} of them. */
  int forget(Instant now, int limit) {
    Iterator<Row> oldestFirst = byKey.values().iterator();
    int forgotten = 0;
    while (forgotten < limit && oldestFirst.hasNext()) {
      if (oldestFirst.next().claimedAt().plus(KEPT).isAfter(now)) {
        break;
      }
      oldestFirst.remove();
      forgotten++;
    }
    return forgotten;
  }
}

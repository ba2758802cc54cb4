// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the log of logs is told of the others: which size and root of each were signed. If it does
 * not take that, because somebody damaged it, it is owed to it, and the others go on being signed:
 * one row in the database must not stop all of them. Until it takes it no anchor covers them, which
 * is reported in each round. What is owed is known to this process alone. Not thread-safe.
 */
final class Listings {

  private static final int STEP = 1_000;

  private final SigningEvents events;
  private final Map<TenantId, Checkpoint> owed = new LinkedHashMap<>();

  Listings(SigningEvents events) {
    this.events = events;
  }

  /** Lists what was signed, and what is owed of before. */
  void add(Map<TenantId, SignedCheckpoint> signed, RoundFailures failures) {
    signed.forEach(
        (tenant, note) -> {
          if (!tenant.equals(SignedAuditChain.LOG_OF_LOGS)) {
            owed.put(tenant, note.checkpoint());
          }
        });
    String origin = events.origin(SignedAuditChain.LOG_OF_LOGS);
    while (!owed.isEmpty() && !failures.has(origin)) {
      try {
        listSome();
      } catch (RuntimeException e) {
        failures.add(
            origin,
            "it does not take what was signed of "
                + owed.size()
                + " other logs; these are signed, and no anchor covers it: "
                + e.getMessage());
      }
    }
  }

  private void listSome() {
    List<TenantId> some = owed.keySet().stream().limit(STEP).toList();
    List<PreparedEvent> listings = new ArrayList<>(some.size());
    owed.entrySet().stream()
        .limit(STEP)
        .forEach(entry -> listings.add(events.listing(entry.getKey(), entry.getValue())));
    events.append(listings);
    some.forEach(owed::remove);
  }
}

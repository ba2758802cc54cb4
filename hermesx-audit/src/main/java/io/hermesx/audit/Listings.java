// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static java.util.Objects.requireNonNull;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the log of logs is told of the others: which size and root of each were signed. If it does
 * not take that, because somebody damaged it, it is owed to it, and the others go on being signed:
 * one row in the database must not stop all of them. Until it takes it no anchor covers them, which
 * is reported in each round. What is owed is in the signer's memory before the checkpoint is stored
 * with which the log would look done, so the next process knows it too. Not thread-safe.
 */
final class Listings {

  private static final int STEP = 1_000;

  private final SigningEvents events;
  private final OwedListings memory;
  private final Map<TenantId, Checkpoint> owed = new LinkedHashMap<>();
  private final Map<TenantId, Checkpoint> remembered = new HashMap<>(); // those of them in memory

  Listings(SigningEvents events, OwedListings memory) {
    this.events = events;
    this.memory = memory;
  }

  /** Looks for what other processes, and those before this one, still owe. */
  void recall() {
    memory
        .read()
        .forEach(
            (tenant, checkpoint) -> {
              owed.merge(tenant, checkpoint, Listings::later);
              remembered.put(tenant, checkpoint);
            });
  }

  private static Checkpoint later(Checkpoint one, Checkpoint other) {
    return other.size() > one.size() ? other : one;
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
        events.append(listings(some()));
      } catch (RuntimeException e) {
        failures.add(
            origin,
            "it does not take what was signed of "
                + owed.size()
                + " other logs; these are signed, and no anchor covers it: "
                + e.getMessage());
        break;
      }
      settle(some());
    }
    remember();
  }

  private List<TenantId> some() {
    return owed.keySet().stream().limit(STEP).toList();
  }

  private List<PreparedEvent> listings(List<TenantId> tenants) {
    return tenants.stream()
        .map(tenant -> events.listing(tenant, requireNonNull(owed.get(tenant))))
        .toList();
  }

  private void settle(List<TenantId> tenants) {
    List<Checkpoint> known = new ArrayList<>();
    for (TenantId tenant : tenants) {
      Checkpoint listed = requireNonNull(owed.remove(tenant));
      if (remembered.remove(tenant) != null) {
        known.add(listed);
      }
    }
    memory.settled(known);
  }

  private void remember() {
    Map<TenantId, Checkpoint> fresh = new HashMap<>(owed);
    fresh.entrySet().removeIf(log -> log.getValue().equals(remembered.get(log.getKey())));
    memory.owe(fresh.values());
    remembered.putAll(fresh);
  }
}

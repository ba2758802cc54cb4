// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.store.postgres.AuditTable.EVENTS;
import static io.hermesx.store.postgres.AuditTable.EVENT_ID;
import static io.hermesx.store.postgres.AuditTable.FRONTIER;
import static io.hermesx.store.postgres.AuditTable.HEADS;
import static io.hermesx.store.postgres.AuditTable.LAST_RECORDED_AT;
import static io.hermesx.store.postgres.AuditTable.ORIGIN;
import static io.hermesx.store.postgres.AuditTable.PREVIOUS;
import static io.hermesx.store.postgres.AuditTable.SIZE;
import static io.hermesx.store.postgres.AuditTable.STAGE;
import static io.hermesx.store.postgres.AuditTable.TENANT_ID;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.impl.DSL;

/**
 * Appends entries to a log: compares the size, adds the rows, moves the head and clears the stage
 * in one transaction. Whoever appends first holds the row of the head until its commit; the next
 * one then finds another size.
 *
 * @param expectedSize how many events the log has, as far as the caller knows
 * @param entries what to append
 * @param head where the log stands after them
 */
record AuditAppend(long expectedSize, List<AuditEntry> entries, AuditHead head) {

  /** Returns false, and changes nothing, if the log has another size. */
  boolean to(PostgresTx tx) {
    Optional<AuditHead> before = AuditRows.head(tx, true);
    if (before.map(AuditHead::size).orElse(0L) != expectedSize) {
      return false;
    }
    requireContinuation(before);
    if (!(before.isPresent() ? moveHead(tx) : firstHead(tx))) {
      return false;
    }
    requireNew(tx); // only now nobody else appends
    addEntries(tx);
    clearStage(tx);
    return true;
  }

  private void requireContinuation(Optional<AuditHead> before) {
    require(!entries.isEmpty(), "there is nothing to append");
    Set<UUID> fresh = new HashSet<>();
    long seq = expectedSize;
    for (AuditEntry entry : entries) {
      require(entry.seq() == seq, "the entry after " + (seq - 1) + " is " + entry.seq());
      require(fresh.add(entry.id()), "event " + entry.id() + " is there twice");
      seq++;
    }
    Sha256 last = entries.get(entries.size() - 1).leaf();
    require(head.size() == seq, "the head says " + head.size() + " events, there are " + seq);
    require(head.frontier().size() == seq, "the frontier is not that of " + seq + " events");
    require(head.previous().equals(last), "the head does not name the last leaf");
    before.ifPresent(this::requireLater);
  }

  private void requireLater(AuditHead before) {
    require(before.origin().equals(head.origin()), "the origin has changed");
    require(
        head.lastRecordedAt().isAfter(before.lastRecordedAt()),
        "the time of recording does not advance");
  }

  private boolean moveHead(PostgresTx tx) {
    return tx.writing()
            .update(HEADS)
            .set(SIZE, head.size())
            .set(PREVIOUS, head.previous().octets())
            .set(FRONTIER, AuditRows.octets(head.frontier()))
            .set(LAST_RECORDED_AT, head.lastRecordedAt())
            .where(TENANT_ID.eq(tx.tenantId()).and(SIZE.eq(expectedSize)))
            .execute()
        == 1;
  }

  /** Returns false if somebody else made the head at the same time. */
  private boolean firstHead(PostgresTx tx) {
    return tx.writing()
            .insertInto(HEADS)
            .set(TENANT_ID, tx.tenantId())
            .set(ORIGIN, head.origin())
            .set(SIZE, head.size())
            .set(PREVIOUS, head.previous().octets())
            .set(FRONTIER, AuditRows.octets(head.frontier()))
            .set(LAST_RECORDED_AT, head.lastRecordedAt())
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  private void requireNew(PostgresTx tx) {
    boolean there =
        tx.reading()
            .fetchExists(
                DSL.selectOne()
                    .from(EVENTS)
                    .where(TENANT_ID.eq(tx.tenantId()).and(EVENT_ID.eq(DSL.any(ids())))));
    require(!there, "an event is in the log already");
  }

  private void addEntries(PostgresTx tx) {
    tx.writing()
        .execute(
            "insert into hermesx.audit_events (tenant_id, seq, event_id, header, leaf)"
                + " select {0}, {1} + e.n - 1, e.id, e.header, e.leaf"
                + " from unnest({2}, {3}, {4}) with ordinality as e (id, header, leaf, n)",
            DSL.val(tx.tenantId()),
            DSL.val(expectedSize),
            DSL.val(ids()),
            DSL.val(octets(AuditEntry::header)),
            DSL.val(octets(entry -> entry.leaf().octets())));
  }

  /**
   * Takes off the stage what was appended, and with it what was staged before that and is in the
   * log already: an event staged a second time in the very moment it was appended.
   */
  private void clearStage(PostgresTx tx) {
    tx.writing()
        .execute(
            "delete from {0} s where s.tenant_id = {1} and s.place <= (select max(m.place)"
                + " from {0} m where m.tenant_id = {1} and m.event_id = any ({2}))"
                + " and exists (select from {3} l"
                + " where l.tenant_id = s.tenant_id and l.event_id = s.event_id)",
            STAGE, DSL.val(tx.tenantId()), DSL.val(ids()), EVENTS);
  }

  private UUID[] ids() {
    return entries.stream().map(AuditEntry::id).toArray(UUID[]::new);
  }

  private byte[][] octets(Function<AuditEntry, byte[]> part) {
    return entries.stream().map(part).toArray(byte[][]::new);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise + "; append what continues the log");
    }
  }
}

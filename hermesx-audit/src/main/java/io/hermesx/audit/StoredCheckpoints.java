// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.NoteRefusedException;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditCheckpoint.Keep;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The checkpoints as the database has them. Whoever owns it can write there: what counts is only
 * what the current keys signed, of the log and of the size that it is stored under.
 */
final class StoredCheckpoints {

  private final CheckpointLog log;
  private final SigningKeys keys;
  private final SigningEvents events;

  StoredCheckpoints(CheckpointLog log, SigningKeys keys, SigningEvents events) {
    this.log = log;
    this.keys = keys;
    this.events = events;
  }

  /** The size of the latest one, whatever it is worth; 0 if there is none. */
  long latestSize(TenantId tenant) {
    return log.latest(tenant).map(AuditCheckpoint::size).orElse(0L);
  }

  /** The latest one, whoever signed it. */
  Optional<SignedCheckpoint> claimed(TenantId tenant) {
    return log.latest(tenant).flatMap(row -> claimed(tenant, row));
  }

  /** The latest one, if the current keys signed it. */
  Optional<SignedCheckpoint> latest(TenantId tenant) {
    return claimed(tenant).filter(keys::signed);
  }

  private Optional<SignedCheckpoint> claimed(TenantId tenant, AuditCheckpoint row) {
    try {
      return Optional.of(SignedCheckpoint.parse(row.note()))
          .filter(note -> note.checkpoint().origin().equals(events.origin(tenant)))
          .filter(note -> note.checkpoint().size() == row.size());
    } catch (NoteRefusedException e) {
      return Optional.empty(); // somebody wrote to the table: what is there is worth nothing
    }
  }

  /** Keeps checkpoints, and returns whose were dropped. */
  Set<TenantId> keep(Map<TenantId, AuditCheckpoint> fresh) {
    return fresh.isEmpty() ? Set.of() : log.keep(fresh);
  }

  /**
   * Whether one of a size, or a later one, is stored that the current keys did not sign.
   *
   * @param size the size of what was signed last
   */
  Optional<AuditCheckpoint> forged(TenantId tenant, long size) {
    return log.latest(tenant)
        .filter(row -> row.size() >= size)
        .filter(row -> claimed(tenant, row).filter(keys::signed).isEmpty());
  }

  /** Whether a checkpoint of a size would be kept now. */
  static boolean givesWay(AuditCheckpoint forged, long size) {
    return forged.size() == size && forged.keep() == Keep.UNTIL_NEXT;
  }

  /** What to say of a forged one. */
  static String reason(AuditCheckpoint forged) {
    return "a checkpoint of size "
        + forged.size()
        + " is stored that its keys did not sign, and keeps what they sign from being stored: find"
        + " out who wrote to the table of checkpoints, and have that row taken out. The signer's"
        + " memory, the log of logs and receipts go on";
  }
}

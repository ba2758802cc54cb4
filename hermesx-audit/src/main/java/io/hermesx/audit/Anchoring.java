// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.proof.ConsistencyProof;
import io.hermesx.audit.proof.MerkleProver;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives one anchor the checkpoints of the log of logs, at most so often, and one that it has taken
 * again each hour at most: a newer time for a log that does not grow is worth that much. Not
 * thread-safe.
 */
final class Anchoring {

  private static final Logger LOG = LoggerFactory.getLogger(SignedAuditChain.class);

  /** How old the receipt for a checkpoint becomes, at least, before the anchor is asked again. */
  private static final Duration AGAIN = Duration.ofHours(1);

  private final CheckpointAnchor anchor;
  private final AuditLog log;
  private final Duration every;
  private Optional<String> taken = Optional.empty();
  private volatile AuditStatus.AnchorStatus status;

  Anchoring(CheckpointAnchor anchor, Duration every, AuditLog log) {
    this.anchor = anchor;
    this.every = every;
    this.log = log;
    this.status =
        new AuditStatus.AnchorStatus(
            anchor.name(), Optional.empty(), Optional.empty(), 0, Optional.empty());
  }

  AuditStatus.AnchorStatus status() {
    return status;
  }

  /** Has the checkpoint anchored if it is time to. Never fails: what is wrong is in the status. */
  void offer(SignedCheckpoint note, Instant now) {
    String text = note.format();
    boolean isTaken = taken.filter(text::equals).isPresent();
    Duration pause = isTaken && every.compareTo(AGAIN) < 0 ? AGAIN : every;
    if (status.anchoredAt().map(at -> Due.isDue(at, pause, now)).orElse(true)) {
      anchor(note, text.getBytes(StandardCharsets.UTF_8), now);
    } else if (isTaken && status.failure().isEmpty()) {
      has(status.anchoredAt(), now, status.size());
    }
  }

  private void anchor(SignedCheckpoint note, byte[] octets, Instant now) {
    long size = note.checkpoint().size();
    try {
      byte[] receipt = anchor.anchor(octets, this::between);
      AuditAnchor kept = new AuditAnchor(size, anchor.name(), receipt);
      if (!log.checkpoints().anchored(SignedAuditChain.LOG_OF_LOGS, kept, octets)) {
        throw new AnchorException(
            "while it was asked another process put its own in the place of the checkpoint of size "
                + size
                + ", so what it gave is for none that is stored; the next round asks again");
      }
      taken = Optional.of(note.format());
      has(Optional.of(now), now, size);
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private void has(Optional<Instant> anchoredAt, Instant now, long size) {
    status =
        new AuditStatus.AnchorStatus(
            anchor.name(), anchoredAt, Optional.of(now), size, Optional.empty());
  }

  private ConsistencyProof between(long from, long to) {
    return new MerkleProver(new LogTreeHashes(log, SignedAuditChain.LOG_OF_LOGS))
        .consistency(from, to);
  }

  private void failed(Throwable e) {
    if (status.failure().isEmpty()) {
      LOG.warn(
          "the anchor {} did not take a checkpoint; the next round tries again", status.name(), e);
    }
    String message = e.getMessage();
    Optional<String> reason = Optional.of(message == null ? e.getClass().getName() : message);
    status =
        new AuditStatus.AnchorStatus(
            status.name(), status.anchoredAt(), status.currentAt(), status.size(), reason);
  }
}

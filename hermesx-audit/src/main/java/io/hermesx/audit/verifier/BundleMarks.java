// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.tenant.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What stands between the events of one log: nodes, checkpoints, receipts. Rounds go on while it is
 * read.
 *
 * <p>Checkpoints and receipts are read in windows of sizes, the receipts of a window before its
 * checkpoints: a note that has a receipt stays, so each receipt gets the note that it is for. The
 * latest note may be another a moment later; at the end of a full page it is left to the next
 * window. Not thread-safe.
 */
final class BundleMarks {

  private static final int LEVELS = 7;
  private static final long NONE = Long.MAX_VALUE;
  private static final long UNKNOWN = -1;

  private final AuditLog log;
  private final TenantId tenant;
  private final BundleLines lines;
  private final int page;
  private List<AuditCheckpoint> checkpoints = List.of();
  private List<AuditAnchor> anchors = List.of();
  private int checkpoint;
  private int anchor;
  private int known;
  private boolean isCutOff;
  private long end;
  private long size;
  private long events = UNKNOWN;

  /**
   * Reads the first window.
   *
   * @param page how many checkpoints, or receipts, are read at once; 2 to 10,000
   */
  BundleMarks(AuditLog log, TenantId tenant, BundleLines lines, int page) {
    this.log = log;
    this.tenant = tenant;
    this.lines = lines;
    this.page = page;
    read(0);
  }

  private void read(long from) {
    CheckpointLog stored = log.checkpoints();
    List<AuditAnchor> receipts = stored.anchors(tenant, from, 0, page);
    long last = receipts.size() == page ? receipts.get(page - 1).size() : NONE;
    boolean isOneSize = last != NONE && receipts.get(0).size() == last;
    end = last == NONE || isOneSize ? last : last - 1;
    List<AuditCheckpoint> notes = stored.read(tenant, from, page);
    if (notes.size() == page) {
      end = Math.min(end, notes.get(page - 1).size() - 1);
    }
    isCutOff = isOneSize && end == last;
    known = isCutOff ? page : 0;
    anchors = receipts.stream().filter(receipt -> receipt.size() <= end).toList();
    checkpoints = notes.stream().filter(note -> note.size() <= end).toList();
    anchor = 0;
    checkpoint = 0;
    events = UNKNOWN;
  }

  /** The smallest size with something that is not written yet. */
  private long next() {
    long next = nextHere();
    while (next == NONE && end != NONE) {
      read(end + 1);
      next = nextHere();
    }
    return next;
  }

  private long nextHere() {
    return Math.min(nextCheckpoint(), nextAnchor());
  }

  private long nextCheckpoint() {
    return checkpoint < checkpoints.size() ? checkpoints.get(checkpoint).size() : NONE;
  }

  private long nextAnchor() {
    if (anchor == anchors.size() && isCutOff) {
      readOn();
    }
    return anchor < anchors.size() ? anchors.get(anchor).size() : NONE;
  }

  /** A log that is idle gets receipt after receipt for one size, which no page has to hold. */
  private void readOn() {
    List<AuditAnchor> more = log.checkpoints().anchors(tenant, end, known, page);
    anchors = more.stream().filter(receipt -> receipt.size() == end).toList();
    anchor = 0;
    known += anchors.size();
    isCutOff = anchors.size() == page;
  }

  /** Whether there is a checkpoint or a receipt that is not written yet. */
  boolean areThere() {
    return next() != NONE;
  }

  /** Writes what belongs to the sizes up to this one that are not written yet. */
  void writeTo(long upTo) throws IOException {
    while (next() < upTo) {
      write(next());
    }
    writeNodes(upTo);
    size = upTo;
    if (next() == upTo) {
      write(upTo);
    }
  }

  /**
   * Writes what speaks of more events than the log has: evidence that it was cut. What others
   * appended meanwhile is left out.
   *
   * @param now tells how many events the log has; asked after what it is compared with was read
   */
  void writeBeyond(LongSupplier now) throws IOException {
    for (long at = next(); at != NONE; at = next()) {
      if (events == UNKNOWN) {
        events = now.getAsLong();
      }
      if (at > events) {
        write(at);
      } else {
        passOver(at);
      }
    }
  }

  private void writeNodes(long upTo) throws IOException {
    for (int level = 1; level <= LEVELS && upTo > size; level++) {
      int height = AuditNode.HEIGHT * level;
      if (upTo >> height << height != upTo) {
        return;
      }
      long index = (upTo >> height) - 1;
      for (Sha256 hash : log.hashes(tenant, level, index, 1)) {
        lines.node(new AuditNode(level, index, hash));
      }
    }
  }

  private void write(long at) throws IOException {
    for (; nextCheckpoint() == at; checkpoint++) {
      lines.checkpoint(checkpoints.get(checkpoint));
    }
    for (; nextAnchor() == at; anchor++) {
      lines.anchor(anchors.get(anchor));
    }
  }

  private void passOver(long at) {
    checkpoint += nextCheckpoint() == at ? 1 : 0;
    while (nextAnchor() == at) {
      anchor++;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.audit.format.HeaderFormat;
import io.hermesx.core.audit.format.HeaderPlace;
import io.hermesx.core.audit.format.HeaderRefusedException;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.audit.format.MerkleTree;
import io.hermesx.core.time.Instants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The end of a log while events are put behind it. Not thread-safe. */
public final class LogTail {

  private final AuditOrigin origin;
  private final long now;
  private final List<AuditEntry> entries = new ArrayList<>();
  private Optional<Sha256> previous;
  private MerkleFrontier frontier;
  private long recorded;

  /**
   * @param head where the log stands; empty, or of size 0, if it has no event yet
   * @param now microseconds since the epoch
   */
  public LogTail(AuditOrigin origin, Optional<AuditHead> head, long now) {
    this.origin = origin;
    this.now = now;
    this.previous = head.filter(h -> h.size() > 0).map(AuditHead::previous);
    this.frontier = head.map(AuditHead::frontier).orElse(MerkleFrontier.EMPTY);
    this.recorded = head.map(h -> Instants.toMicros(h.lastRecordedAt())).orElse(now - 1);
  }

  /**
   * Puts an event behind the end.
   *
   * @return false, and nothing is changed, if the event is not what was prepared
   */
  public boolean append(PreparedEvent event, String writer, long counter) {
    HeaderView staged;
    try {
      staged = HeaderView.staged(event.octets());
    } catch (HeaderRefusedException e) {
      return false;
    }
    if (!staged.text(HeaderFormat.EVENT_ID).equals(event.id().toString())) {
      return false;
    }
    recorded = Math.max(recorded + 1, now);
    Sha256 before = previous.orElseGet(() -> origin.genesis(recorded));
    long seq = frontier.size();
    byte[] header =
        new HeaderPlace(origin.text(), seq, before, recorded, writer, counter).header(staged);
    Sha256 leaf = MerkleTree.leaf(header);
    entries.add(new AuditEntry(seq, event.id(), header, leaf));
    previous = Optional.of(leaf);
    frontier = frontier.append(leaf);
    return true;
  }

  /** What was put behind the end. */
  public List<AuditEntry> entries() {
    return entries;
  }

  /** The head after it; only once there is something. */
  public AuditHead head() {
    return new AuditHead(
        origin.text(),
        frontier.size(),
        previous.orElseThrow(),
        frontier,
        Instants.ofMicros(recorded));
  }
}

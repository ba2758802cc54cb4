// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.format.HeaderPlace;
import io.hermesx.core.audit.format.MerkleTree;
import io.hermesx.core.audit.format.StagedScanner;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.Instants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The end of a log while events are put behind it. Not thread-safe. */
final class LogTail {

  private final LogIdentity log;
  private final StagedScanner scanner;
  private final long now;
  private final long expectedSize;
  private final List<AuditEntry> entries = new ArrayList<>();
  private final List<AuditNode> nodes = new ArrayList<>();
  private final List<EventBody> bodies = new ArrayList<>();
  private Optional<Sha256> previous;
  private MerkleFrontier frontier;
  private long recorded;
  private long counter;

  /**
   * @param head where the log stands; empty, or of size 0, if it has no event yet
   * @param now microseconds since the epoch
   * @param counter how many events the writer has put into this log before
   */
  LogTail(LogIdentity log, Optional<AuditHead> head, long now, long counter) {
    this.log = log;
    this.scanner = log.scanner();
    this.now = now;
    this.counter = counter;
    this.previous = head.filter(h -> h.size() > 0).map(AuditHead::previous);
    this.frontier = head.map(AuditHead::frontier).orElse(MerkleFrontier.EMPTY);
    this.expectedSize = frontier.size();
    this.recorded = head.map(h -> Instants.toMicros(h.lastRecordedAt())).orElse(now - 1);
  }

  /**
   * Puts an event behind the end, with its bodies. Anybody who can write a row of the stage, or a
   * file of a spool, can have made it.
   *
   * @return false, and nothing is changed, if the event is not what was prepared, or is one that
   *     only the chain itself makes
   */
  boolean append(PreparedEvent event) {
    return isPrepared(event) && !scanner.isOfChain() && put(event);
  }

  /** Puts an event behind the end that the chain itself made. */
  boolean appendOwn(PreparedEvent event) {
    return isPrepared(event) && put(event);
  }

  private boolean isPrepared(PreparedEvent event) {
    return scanner.read(event.octets()) && scanner.hasId(event.id());
  }

  private boolean put(PreparedEvent event) {
    recorded = Math.max(recorded + 1, now);
    Sha256 before = previous.orElseGet(this::genesis);
    long seq = frontier.size();
    HeaderPlace place =
        new HeaderPlace(log.origin().text(), seq, before, recorded, log.writer().id(), counter);
    byte[] header = scanner.header(place);
    Sha256 leaf = MerkleTree.leaf(header);
    entries.add(new AuditEntry(seq, event.id(), header, leaf));
    previous = Optional.of(leaf);
    frontier = frontier.append(leaf, nodes::add);
    bodies.addAll(event.bodies());
    counter++;
    return true;
  }

  private Sha256 genesis() {
    return log.origin().genesis(recorded, log.writer().genesisKey().get());
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** What was put behind the end; only once there is something. */
  AuditAppend toAppend(TenantId tenant) {
    AuditHead head =
        new AuditHead(
            log.origin().text(),
            frontier.size(),
            previous.orElseThrow(),
            frontier,
            Instants.ofMicros(recorded));
    return new AuditAppend(tenant, expectedSize, entries, nodes, bodies, head);
  }
}

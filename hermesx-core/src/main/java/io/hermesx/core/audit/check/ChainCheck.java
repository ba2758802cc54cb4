// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.format.AuditFault;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.audit.format.HeaderFormat;
import io.hermesx.core.audit.format.HeaderRefusedException;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.audit.format.MerkleTree;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Recomputes chain and tree from headers, one after the other. Leaves, chain and tree come from the
 * headers alone; what is stored beside them is compared. Of an event only its id is kept, to find
 * it repeated. Not thread-safe.
 */
public final class ChainCheck {

  private final AuditOrigin origin;
  private final List<String> genesisKeys;
  private final AuditFindings findings;
  private final Set<UUID> ids = new HashSet<>();
  private final Map<String, Long> counters = new HashMap<>();
  private MerkleFrontier tree = MerkleFrontier.EMPTY;
  private Optional<Sha256> previous = Optional.empty();
  private OptionalLong recorded = OptionalLong.empty();
  private long expected;
  private boolean unread;

  /**
   * @param genesisKeys the verifier keys of which one may have begun the log; empty stands for none
   */
  public ChainCheck(AuditOrigin origin, List<String> genesisKeys, AuditFindings findings) {
    this.origin = origin;
    this.genesisKeys = List.copyOf(genesisKeys);
    this.findings = findings;
  }

  /** The tree over the headers so far. */
  public MerkleFrontier tree() {
    return tree;
  }

  /** The leaf of the last header, if there was one. */
  public Optional<Sha256> previous() {
    return previous;
  }

  /** When the last event was recorded, in microseconds, if its header could be read. */
  public OptionalLong recorded() {
    return recorded;
  }

  /**
   * Checks the entry that follows.
   *
   * @param completed told which subtrees of 256, 65,536 … leaves it completes
   */
  public void next(AuditEntry entry, Consumer<AuditNode> completed) {
    long seq = entry.seq();
    findings.addIf(seq > expected, AuditFault.SEQ_GAP, seq);
    findings.addIf(seq < expected, AuditFault.SEQ_REPEATED, seq);
    expected = seq + 1;
    findings.addIf(!ids.add(entry.id()), AuditFault.ID_REPEATED, seq);
    Sha256 leaf = MerkleTree.leaf(entry.header());
    findings.addIf(!leaf.equals(entry.leaf()), AuditFault.LEAF_MISMATCH, seq);
    checkHeader(entry);
    tree = tree.append(leaf, completed);
    previous = Optional.of(leaf);
  }

  private void checkHeader(AuditEntry entry) {
    HeaderView header;
    try {
      header = HeaderView.header(entry.header());
    } catch (HeaderRefusedException e) {
      findings.add(e.fault(), entry.seq(), e.fault().explanation() + ": " + e.getMessage());
      forget();
      return;
    }
    checkIdentity(entry, header);
    checkTime(entry.seq(), header.whole(HeaderFormat.RECORDED_AT));
    checkPrevious(entry.seq(), header);
    checkWriter(entry.seq(), header.writer());
  }

  /** What an unreadable header may have said must not be held against those behind it. */
  private void forget() {
    unread = true;
    recorded = OptionalLong.empty();
    counters.clear();
  }

  private void checkIdentity(AuditEntry entry, HeaderView header) {
    long seq = entry.seq();
    findings.addIf(header.whole(HeaderFormat.SEQ) != seq, AuditFault.SEQ_MISMATCH, seq);
    boolean sameId = header.text(HeaderFormat.EVENT_ID).equals(entry.id().toString());
    findings.addIf(!sameId, AuditFault.ID_MISMATCH, seq);
    boolean sameLog = header.text(HeaderFormat.ORIGIN).equals(origin.text());
    findings.addIf(!sameLog, AuditFault.ORIGIN_MISMATCH, seq);
  }

  private void checkTime(long seq, long now) {
    boolean advances = recorded.isEmpty() || now > recorded.getAsLong();
    findings.addIf(!advances, AuditFault.TIME_NOT_ADVANCING, seq);
    recorded = OptionalLong.of(now);
  }

  private void checkPrevious(long seq, HeaderView header) {
    String named = header.text(HeaderFormat.PREVIOUS);
    if (seq == 0) {
      long created = header.whole(HeaderFormat.RECORDED_AT);
      boolean begins =
          genesisKeys.stream()
              .anyMatch(key -> named.equals(Base64Digest.of(origin.genesis(created, key))));
      findings.addIf(!begins, AuditFault.GENESIS_MISMATCH, seq);
    } else if (previous.isPresent()) { // if not, the gap is reported already
      boolean follows = named.equals(Base64Digest.of(previous.get()));
      findings.addIf(!follows, AuditFault.PREVIOUS_MISMATCH, seq);
    }
  }

  private void checkWriter(long seq, HeaderView writer) {
    long counter = writer.whole(HeaderFormat.COUNTER);
    Long before = counters.put(writer.text(HeaderFormat.INSTANCE), counter);
    boolean continues = before == null ? unread || counter == 0 : counter == before + 1;
    findings.addIf(!continues, AuditFault.WRITER_GAP, seq);
  }
}

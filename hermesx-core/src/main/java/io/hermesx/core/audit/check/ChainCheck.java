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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Recomputes chain and tree from headers, one after the other. Leaves, chain and tree come from the
 * headers alone; what is stored beside them is compared. Of an event nothing is kept but its id and
 * its writer's counter, and those where the caller says. Not thread-safe.
 */
public final class ChainCheck {

  private final AuditOrigin origin;
  private final List<String> genesisKeys;
  private final FaultSink findings;
  private final SeenIds ids;
  private final WriterCounters writers;
  private final GrowingTree tree = new GrowingTree();
  private Optional<Sha256> previous = Optional.empty();
  private OptionalLong recorded = OptionalLong.empty();
  private Optional<String> begunWith = Optional.empty();
  private long expected;

  /**
   * @param genesisKeys the verifier keys of which one may have begun the log; empty stands for none
   * @param seen what is kept of the events so far
   */
  public ChainCheck(AuditOrigin origin, List<String> genesisKeys, FaultSink findings, Seen seen) {
    this.origin = origin;
    this.genesisKeys = List.copyOf(genesisKeys);
    this.findings = findings;
    this.ids = seen.ids();
    this.writers = seen.writers();
  }

  /**
   * What is kept of the events so far, which may be more than fits into memory.
   *
   * @param ids their ids
   * @param writers how far their writers counted
   */
  public record Seen(SeenIds ids, WriterCounters writers) {

    /** Keeps all of it in memory. */
    static Seen inMemory() {
      Set<UUID> ids = new HashSet<>();
      return new Seen((id, seq) -> ids.add(id), new MemoryCounters());
    }
  }

  /** The tree over the headers so far. */
  public MerkleFrontier tree() {
    return tree.frontier();
  }

  /** How many headers there were so far. */
  public long size() {
    return tree.end();
  }

  /** The leaf of the last header, if there was one. */
  public Optional<Sha256> previous() {
    return previous;
  }

  /** The key that the log was begun with, as far as it is one of those that may have been. */
  public Optional<String> begunWith() {
    return begunWith;
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
  public void next(ReadEntry read, Consumer<AuditNode> completed) {
    AuditEntry entry = read.entry();
    long seq = entry.seq();
    findings.addIf(seq > expected, AuditFault.SEQ_GAP, seq);
    findings.addIf(seq < expected, AuditFault.SEQ_REPEATED, seq);
    expected = seq + 1;
    findings.addIf(!ids.add(entry.id(), seq), AuditFault.ID_REPEATED, seq);
    Sha256 leaf = read.leaf();
    findings.addIf(!leaf.equals(entry.leaf()), AuditFault.LEAF_MISMATCH, seq);
    read.refusal().ifPresent(refusal -> refused(refusal, seq));
    read.header().ifPresent(header -> checkHeader(entry, header));
    tree.append(leaf.octets(), completed);
    previous = Optional.of(leaf);
  }

  /**
   * Whether entries that hold together continue the log without anything to be found. If not, each
   * is to be checked by itself.
   */
  public boolean isContinuedBy(EntryRun run) {
    EntryRun.Start start = run.start();
    return start.seq() == tree.end()
        && start.seq() == expected
        && previous.filter(leaf -> Base64Digest.of(leaf).equals(start.previous())).isPresent()
        && origin.text().equals(start.origin())
        && (recorded.isEmpty() || start.recorded() > recorded.getAsLong())
        && writers.isContinued(start.writer(), start.counter());
  }

  /**
   * Takes the entries of a run that {@link #isContinuedBy continues} the log.
   *
   * @param completed told which subtrees of 256, 65,536 … leaves it completes
   */
  public void next(EntryRun run, Consumer<AuditNode> completed) {
    for (int i = 0; i < run.size(); i++) {
      long seq = run.first() + i;
      findings.addIf(!ids.add(run.id(i), seq), AuditFault.ID_REPEATED, seq);
    }
    run.appendTo(tree, completed);
    expected = run.last() + 1;
    previous = Optional.of(run.lastLeaf());
    recorded = OptionalLong.of(run.lastRecorded());
    writers.passed(run.start().writer(), run.start().counter() + run.size() - 1);
  }

  private void refused(HeaderRefusedException refusal, long seq) {
    AuditFault fault = refusal.fault();
    findings.add(fault, seq, fault.explanation() + ": " + refusal.getMessage());
    forget();
  }

  private void checkHeader(AuditEntry entry, HeaderView header) {
    checkIdentity(entry, header);
    checkTime(entry.seq(), header.whole(HeaderFormat.RECORDED_AT));
    checkPrevious(entry.seq(), header);
    checkWriter(entry.seq(), header.writer());
  }

  /** What an unreadable header may have said must not be held against those behind it. */
  private void forget() {
    recorded = OptionalLong.empty();
    writers.forget();
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
      begunWith =
          genesisKeys.stream()
              .filter(key -> named.equals(Base64Digest.of(origin.genesis(created, key))))
              .findFirst();
      findings.addIf(begunWith.isEmpty(), AuditFault.GENESIS_MISMATCH, seq);
    } else if (previous.isPresent()) { // if not, the gap is reported already
      boolean follows = named.equals(Base64Digest.of(previous.get()));
      findings.addIf(!follows, AuditFault.PREVIOUS_MISMATCH, seq);
    }
  }

  private void checkWriter(long seq, HeaderView writer) {
    String instance = writer.text(HeaderFormat.INSTANCE);
    boolean continues = writers.next(instance, writer.whole(HeaderFormat.COUNTER), seq);
    findings.addIf(!continues, AuditFault.WRITER_GAP, seq);
  }

  /** Compares what a stored head says with what the entries say. */
  public void compare(HeadClaim head) {
    long size = head.size();
    findings.addIf(!head.origin().equals(origin.text()), AuditFault.HEAD_ORIGIN_MISMATCH, size);
    findings.addIf(size != tree.end(), AuditFault.HEAD_SIZE_MISMATCH, size);
    boolean sameTree = head.frontier().equals(tree.frontier().nodes());
    findings.addIf(!sameTree, AuditFault.HEAD_FRONTIER_MISMATCH, size);
    boolean lastLeaf = previous.map(head.previous()::equals).orElse(true);
    findings.addIf(!lastLeaf, AuditFault.HEAD_PREVIOUS_MISMATCH, size);
    boolean lastTime = recorded.isEmpty() || recorded.getAsLong() == head.recordedMicros();
    findings.addIf(!lastTime, AuditFault.HEAD_TIME_MISMATCH, size);
  }
}

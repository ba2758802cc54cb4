// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.check.ChainCheck;
import io.hermesx.core.audit.check.EntryRun;
import io.hermesx.core.audit.check.FaultSink;
import io.hermesx.core.audit.format.AuditFault;
import io.hermesx.core.audit.format.AuditOrigin;
import java.io.Closeable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Checks one log of a bundle, line after line: events against each other, and everything that is
 * said of the log, in it and elsewhere, against the events. Not thread-safe.
 */
final class LogCheck implements Closeable {

  private static final long NO_PLACE = -1;

  private final String origin;
  private final UUID tenant;
  private final Trust trust;
  private final List<KnownRoots> known;
  private final long anchoredPlaces;
  private final Consumer<KnownRoot> claims;
  private final FindingList findings;
  private final FaultSink sink = this::found;
  private final EventIds ids = new EventIds();
  private final SpilledCounters writers = new SpilledCounters();
  private final ChainCheck chain;
  private final NodeLines nodes = new NodeLines(sink);
  private final BodyCheck bodies = new BodyCheck(sink);
  private final Optional<KeyCheck> keys;
  private final Optional<WitnessCheck> witnesses;
  private Optional<Checkpoint> lastSaid = Optional.empty();
  private Optional<ReadNote> lastHeld = Optional.empty();
  private Optional<UUID> event = Optional.empty();
  private long eventSeq = NO_PLACE;
  private long signedTo;
  private long anchoredTo;
  private Optional<Instant> stampedAt = Optional.empty();
  private boolean hasHead;

  /**
   * @param neighbours what is known of this log from elsewhere, and who wants to know what it says
   *     of others
   */
  LogCheck(String origin, UUID tenant, Neighbours neighbours, FindingList findings) {
    this.origin = origin;
    this.tenant = tenant;
    this.trust = neighbours.trust();
    this.known = neighbours.known();
    this.anchoredPlaces = neighbours.anchoredPlaces();
    this.claims = neighbours.claims();
    this.findings = findings;
    this.chain =
        new ChainCheck(
            new AuditOrigin(origin), trust.genesisKeys(), sink, new ChainCheck.Seen(ids, writers));
    this.keys = trust.policy().map(policy -> new KeyCheck(policy, sink));
    this.witnesses = trust.receipts().witnesses().map(WitnessCheck::new);
    known.forEach(this::passOver);
  }

  /**
   * What a log has to do with others.
   *
   * @param trust what the verification relies on
   * @param known what is known of the log from elsewhere
   * @param anchoredPlaces how many events of the log of logs are anchored
   * @param claims told what the log says of others
   */
  record Neighbours(
      Trust trust, List<KnownRoots> known, long anchoredPlaces, Consumer<KnownRoot> claims) {}

  private void found(AuditFault fault, long seq, String explanation) {
    Optional<UUID> named = seq == eventSeq ? event : Optional.empty();
    findings.add(new FindingList.Where(origin, seq, named), fault, explanation);
  }

  /** What was known of the log when it was empty says nothing. */
  private void passOver(KnownRoots roots) {
    while (next(roots).filter(root -> root.size() == 0).isPresent()) {
      roots.advance();
    }
  }

  private Optional<KnownRoot> next(KnownRoots roots) {
    return roots.peek().filter(root -> root.tenant().equals(tenant));
  }

  void entry(BundleItem.Entry entry) {
    bodies.end();
    nodes.end();
    event = Optional.of(entry.read().entry().id());
    eventSeq = entry.read().entry().seq();
    boolean first = chain.size() == 0;
    chain.next(entry.read(), nodes::completed);
    if (first) {
      keys.ifPresent(check -> chain.begunWith().ifPresent(check::begun));
    }
    bodies.begin(eventSeq, entry.bodies());
    entry.special().ifPresent(this::special);
    known.forEach(this::compare);
  }

  /** Whether entries just continue the log, and nothing else is known of the sizes they lead to. */
  boolean continues(EntryRun run) {
    long size = run.last() + 1;
    return chain.isContinuedBy(run)
        && known.stream().allMatch(roots -> next(roots).filter(at -> at.size() <= size).isEmpty());
  }

  /** Takes entries that {@link #continues continue} the log. */
  void run(BundleItem.Run run) {
    bodies.end();
    nodes.end();
    EntryRun entries = run.entries();
    event = Optional.of(entries.id(entries.size() - 1));
    eventSeq = entries.last();
    chain.next(entries, nodes::completed);
    bodies.passed(eventSeq, run.bodies());
  }

  private void special(BundleItem.SpecialEvent special) {
    if (special instanceof BundleItem.SpecialEvent.KeysRotated rotated) {
      keys.ifPresent(check -> check.rotated(rotated.keys(), eventSeq));
    } else if (special instanceof BundleItem.SpecialEvent.LogCheckpoint said) {
      claims.accept(
          new KnownRoot(said.tenant(), said.size(), said.root(), RootSource.LOG_OF_LOGS, eventSeq));
    }
  }

  /** Compares with what is known of the log at this size. */
  private void compare(KnownRoots roots) {
    Optional<KnownRoot> root = next(roots).filter(at -> at.size() <= chain.size());
    if (root.isEmpty()) {
      return;
    }
    Sha256 computed = chain.tree().root();
    while (root.isPresent()) {
      boolean same = root.get().root().equals(computed);
      sink.addIf(!same, root.get().source().mismatch(), root.get().size());
      if (same && isOutside(root.get())) {
        anchoredTo = chain.size();
      }
      roots.advance();
      root = next(roots).filter(at -> at.size() <= chain.size());
    }
  }

  /** What the log of logs says is worth as much as its own anchor. */
  private boolean isOutside(KnownRoot root) {
    return root.source() != RootSource.LOG_OF_LOGS || root.place() < anchoredPlaces;
  }

  void body(BundleItem.Body body) {
    bodies.next(body);
  }

  void node(BundleItem.Node node) {
    bodies.end();
    nodes.next(node, chain.size());
  }

  void checkpoint(BundleItem.Checkpoint line) {
    bodies.end();
    nodes.end();
    lastHeld = Optional.empty();
    if (line.note().checkpoint().isEmpty()) {
      AuditFault fault = AuditFault.CHECKPOINT_NOT_READABLE;
      sink.add(fault, line.size(), fault.explanation() + ": " + line.note().why());
      return;
    }
    Checkpoint said = line.note().checkpoint().get();
    boolean ofThisLog = said.origin().equals(origin);
    boolean ofThisSize = said.size() == line.size();
    sink.addIf(!ofThisLog, AuditFault.CHECKPOINT_ORIGIN_MISMATCH, line.size());
    sink.addIf(!ofThisSize, AuditFault.CHECKPOINT_SIZE_MISMATCH, line.size());
    if (ofThisLog && ofThisSize) {
      boolean holds = holds(said);
      boolean signed =
          keys.isPresent() && keys.get().accepts(said.size(), line.note().verdict().orElseThrow());
      if (holds && (signed || keys.isEmpty())) {
        signedTo = signed ? said.size() : signedTo;
        lastHeld = Optional.of(line.note());
      }
    }
  }

  /** Whether the events are those that the checkpoint speaks of. */
  private boolean holds(Checkpoint said) {
    boolean contradicted =
        lastSaid
            .filter(last -> last.size() == said.size() && !last.root().equals(said.root()))
            .isPresent();
    sink.addIf(contradicted, AuditFault.CHECKPOINT_CONTRADICTED, said.size());
    lastSaid = Optional.of(said);
    if (said.size() > chain.size()) {
      sink.add(AuditFault.CHECKPOINT_BEYOND_LOG, said.size());
      return false;
    }
    boolean same = said.size() == chain.size() && said.root().equals(chain.tree().root());
    sink.addIf(!same, AuditFault.CHECKPOINT_ROOT_MISMATCH, said.size());
    return same;
  }

  /** A receipt proves something if it is for the checkpoint before it and that one holds. */
  void anchor(BundleItem.Anchor anchor) {
    bodies.end();
    nodes.end();
    boolean here = lastSaid.filter(said -> said.size() == anchor.size()).isPresent();
    if (lastHeld.isEmpty() || !here) {
      return; // what other anchors remember is with them, not in their receipts
    }
    ReadNote note = lastHeld.get();
    stamped(note, anchor).ifPresent(time -> proven(anchor, time));
    witnessed(note, anchor).ifPresent(time -> proven(anchor, time)); // whatever the other said
  }

  private void proven(BundleItem.Anchor anchor, Instant time) {
    anchoredTo = Math.max(anchoredTo, anchor.size());
    stampedAt = Optional.of(stampedAt.map(last -> WitnessCheck.later(last, time)).orElse(time));
  }

  private Optional<Instant> stamped(ReadNote note, BundleItem.Anchor anchor) {
    if (trust.receipts().stamps().isEmpty()) {
      return Optional.empty();
    }
    StampCheck.Answer answer =
        trust.receipts().stamps().get().check(note.octets(), anchor.receipt());
    boolean wrong = answer.worth() == StampCheck.Worth.DOES_NOT_HOLD;
    sink.addIf(wrong, AuditFault.ANCHOR_NOT_VALID, anchor.size());
    return answer.time();
  }

  private Optional<Instant> witnessed(ReadNote note, BundleItem.Anchor anchor) {
    if (witnesses.isEmpty()) {
      return Optional.empty();
    }
    witnesses
        .get()
        .next(note.checkpoint().orElseThrow(), anchor.receipt())
        .ifPresent(fault -> sink.add(fault, anchor.size()));
    return witnesses.get().quorumSince();
  }

  void head(BundleItem.Head head) {
    bodies.end();
    nodes.end();
    hasHead = true;
    boolean beyond = head.claim().size() < chain.size();
    sink.addIf(beyond, AuditFault.ENTRY_BEYOND_HEAD, head.claim().size());
    chain.compare(head.claim());
  }

  /** No more lines of this log come. */
  LogReport finish() {
    bodies.end();
    nodes.end();
    sink.addIf(chain.size() == 0, AuditFault.NOTHING_TO_VERIFY, 0);
    sink.addIf(chain.size() > 0 && !hasHead, AuditFault.HEAD_MISSING, chain.size());
    known.forEach(this::behind);
    long tooFew = witnesses.map(WitnessCheck::tooFew).orElse(0L);
    sink.addIf(tooFew > anchoredTo, AuditFault.WITNESS_QUORUM_MISSING, tooFew);
    late();
    return new LogReport(
        origin,
        chain.size(),
        chain.tree().root(),
        signedTo,
        anchoredTo,
        stampedAt,
        bodies.counts());
  }

  /**
   * Names what takes all events to be known: ids that came again, and gaps of writers. No more
   * lines come, whether there should be any or not.
   */
  void late() {
    writers.gaps(seq -> sink.add(AuditFault.WRITER_GAP, seq));
    ids.repeated(
        (id, seq) -> {
          AuditFault fault = AuditFault.ID_REPEATED;
          FindingList.Where where = new FindingList.Where(origin, seq, Optional.of(id));
          findings.add(where, fault, fault.explanation());
        });
  }

  private void behind(KnownRoots roots) {
    for (Optional<KnownRoot> root = next(roots); root.isPresent(); root = next(roots)) {
      sink.add(root.get().source().behind(), root.get().size());
      roots.advance();
    }
  }

  @Override
  public void close() {
    try (ids) {
      writers.close();
    }
  }
}

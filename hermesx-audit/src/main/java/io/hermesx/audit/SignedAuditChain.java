// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.proof.ConsistencyProof;
import io.hermesx.audit.proof.InclusionProof;
import io.hermesx.audit.proof.InclusionReceipt;
import io.hermesx.audit.proof.MerkleProver;
import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.AuditVerification;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.check.LogVerifier;
import io.hermesx.core.audit.format.AuditFault;
import io.hermesx.core.audit.format.MerkleTree;
import io.hermesx.core.audit.format.Preparation;
import io.hermesx.core.audit.sequence.BackgroundSequencing;
import io.hermesx.core.audit.sequence.Sequencer;
import io.hermesx.core.audit.sequence.Writer;
import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An audit chain whose logs are signed: at most a round after an event its log has a checkpoint
 * that covers it, the log of logs says so, and what that says is signed and given to the anchors.
 * Whoever can write every table, and later every process, cannot take back what was signed: the
 * signer's state and the anchors are elsewhere, and a log that does not continue what was signed is
 * not signed again.
 *
 * <p>Events are on record as with {@link io.hermesx.core.audit.UnsignedAuditChain}, over the same
 * format; a log may get its signer later. A signer, a signer's state or an anchor that cannot be
 * reached stops nobody: events go on record, {@link #status} says since when they are not signed,
 * and the next round tries again.
 *
 * <p>By itself it has no thread: whoever wants logs sequenced and signed without asking names how
 * often ({@link SignedAuditChainBuilder#sequenceWithin}, {@link
 * SignedAuditChainBuilder#checkpointEvery}), or calls {@link #sequence} and {@link #checkpoint()}.
 * Several chains, in several processes, may sequence one log; let one of them sign, or give all of
 * them one signer state. Thread-safe; {@link #prepare} never blocks, everything else does I/O.
 */
public final class SignedAuditChain implements AuditChain {

  /**
   * Whose log is the log of logs: an event of it says which size and root of a tenant's log were
   * signed. No tenant of the host may have this id.
   */
  public static final TenantId LOG_OF_LOGS = TenantId.named("hermesx:installation");

  private final AuditLog log;
  private final Writer writer;
  private final SigningKeys keys;
  private final String firstKey;
  private final Preparation preparation;
  private final Sequencer sequencer;
  private final CheckpointRounds rounds;
  private final @Nullable BackgroundSequencing sequencing;
  private final @Nullable BackgroundRounds background;

  SignedAuditChain(SignedAuditChainBuilder options) {
    this.log = options.log();
    this.keys = options.keys();
    this.firstKey = keys.genesisKey();
    String id = options.ids().next().toString();
    this.writer = new Writer(options.installation(), id, this::genesisKey);
    this.preparation = new Preparation(options.installation(), options.cipher());
    this.sequencer = new Sequencer(log, writer, options.clock());
    SigningEvents events = new SigningEvents(log, sequencer, preparation, options);
    LogSigning signing = new LogSigning(log, options.state(), keys, events);
    this.rounds = new CheckpointRounds(log, signing, options);
    this.sequencing =
        options
            .within()
            .map(delay -> new BackgroundSequencing(delay, sequencer::drain))
            .orElse(null);
    this.background =
        options
            .every()
            .map(every -> new BackgroundRounds(every, rounds::sign, rounds::anchor))
            .orElse(null);
  }

  /** Which keys are right the signer's memory says: before it did, logs begin without one. */
  private String genesisKey() {
    return rounds.signsLogOfLogs() ? firstKey : "";
  }

  /** Starts a chain over a log. */
  public static SignedAuditChainBuilder builder(AuditLog log) {
    return new SignedAuditChainBuilder(log);
  }

  @Override
  public PreparedEvent prepare(AuditEvent event) {
    return preparation.ofHost(event);
  }

  @Override
  public void append(List<PreparedEvent> events) {
    sequencer.append(events);
  }

  @Override
  public void staged(TenantId tenant) {
    if (sequencing == null) {
      sequencer.staged(tenant);
    } else {
      sequencer.note(tenant);
      sequencing.staged(tenant);
    }
  }

  @Override
  public int sequence() {
    return sequencer.drainAll();
  }

  /**
   * Runs a round: signs every log that has grown, lists what was signed in the log of logs, signs
   * that, and gives it to the anchors that are due. What stands in the way of one log does not stop
   * the others and is not thrown: {@link #status} says it. Blocks on log, signers and anchors.
   *
   * @return how many checkpoints were signed
   */
  public int checkpoint() {
    return rounds.run();
  }

  /**
   * Returns a signed checkpoint that covers everything in a tenant's log, signing it now if there
   * is none yet; empty if the log has no events. What is only staged is not covered. Blocks as
   * {@link #checkpoint()}, and while a round is under way.
   *
   * @throws CheckpointException if the log does not continue what was signed of it, or cannot be
   *     signed
   */
  public Optional<SignedCheckpoint> checkpoint(TenantId tenant) {
    return rounds.current(tenant);
  }

  /**
   * Returns what proves to anybody that an event is in a tenant's log, together with the octets
   * that it proves; empty if there is no such event. An event that is still staged gets its place
   * first. Blocks as {@link #checkpoint(TenantId)}.
   *
   * @throws CheckpointException if the log does not continue what was signed of it, cannot be
   *     signed, or its rows do not fit its hashes
   */
  public Optional<EventReceipt> receipt(TenantId tenant, UUID event) {
    OptionalLong place = log.find(tenant, event);
    if (place.isEmpty()) {
      sequencer.drain(Set.of(tenant));
      place = log.find(tenant, event);
    }
    return place.isEmpty() ? Optional.empty() : Optional.of(receipt(tenant, place.getAsLong()));
  }

  private EventReceipt receipt(TenantId tenant, long seq) {
    SignedCheckpoint note =
        checkpoint(tenant)
            .filter(signed -> signed.checkpoint().size() > seq)
            .orElseThrow(() -> damaged(tenant, seq));
    Checkpoint signed = note.checkpoint();
    AuditEntry entry =
        log.read(tenant, seq, 1).stream().findFirst().orElseThrow(() -> damaged(tenant, seq));
    InclusionProof proof = prover(tenant).inclusion(seq, signed.size());
    if (entry.seq() != seq || !proof.verify(MerkleTree.leaf(entry.header()), signed.root())) {
      throw damaged(tenant, seq);
    }
    return new EventReceipt(entry.header(), new InclusionReceipt(proof, note));
  }

  private static CheckpointException damaged(TenantId tenant, long seq) {
    return new CheckpointException(
        "event "
            + seq
            + " in the audit log of tenant "
            + tenant
            + " is not what its hashes say; verify the log");
  }

  /**
   * Proves that a tenant's log at one size continues the same log at another.
   *
   * @param from the earlier size, 1 or more
   * @param to the later size, up to that of the log
   * @throws IllegalArgumentException if the sizes are not in this order, or the log is smaller
   */
  public ConsistencyProof consistency(TenantId tenant, long from, long to) {
    long size = log.head(tenant).map(head -> head.size()).orElse(0L);
    if (from < 1 || to < from || to > size) {
      throw new IllegalArgumentException(
          "a consistency proof from "
              + from
              + " to "
              + to
              + ", allowed: from 1 up to the size of the log, which is "
              + size);
    }
    return prover(tenant).consistency(from, to);
  }

  private MerkleProver prover(TenantId tenant) {
    return new MerkleProver(new LogTreeHashes(log, tenant));
  }

  /** Returns how far the signed record reaches, and what is in the way. Does no I/O. */
  public AuditStatus status() {
    return rounds.status();
  }

  /**
   * Verifies as the contract says, and holds the log to what the signer remembers of it: a log that
   * was cut off, rolled back or rewritten since it was signed is found whoever appended it.
   */
  @Override
  public AuditVerification verify(TenantId tenant) {
    Optional<AuditFault> staged = sequencer.tryDrain(tenant);
    LogVerifier verifier = new LogVerifier(log, tenant, writer.origin(tenant), keys.genesisKeys());
    MerkleFrontier appended = sequencer.appended(tenant);
    AuditFault changed = AuditFault.HISTORY_CHANGED;
    verifier.remember(appended.size(), appended.root(), changed, changed);
    AuditFault behind = AuditFault.LOG_BEHIND_TRUSTED;
    AuditFault other = AuditFault.TRUSTED_ROOT_MISMATCH;
    rounds
        .remembered(tenant)
        .ifPresent(signed -> verifier.remember(signed.size(), signed.root(), behind, other));
    return verifier.run(staged);
  }

  /**
   * Ends the chain's threads, if it has any, sequences what is left, signs it and has it anchored.
   * May be called again.
   */
  @Override
  public void close() {
    if (sequencing != null) {
      sequencing.close();
    }
    if (background != null) {
      background.close();
    }
    try {
      sequence();
    } finally {
      checkpoint();
    }
  }
}

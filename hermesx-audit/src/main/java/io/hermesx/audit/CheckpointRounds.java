// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.AuditStatus.Failure;
import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Signs every log that has grown, lists what was signed in the log of logs, signs that, and has it
 * anchored. One signs at a time, and one anchors at a time; the locks that see to it are held while
 * logs, signers and anchors are used, because that is what they are for. An anchor that does not
 * answer keeps nobody from a signature. Thread-safe.
 */
final class CheckpointRounds {

  /** How many logs are signed in one step. */
  private static final int STEP = 1_000;

  private static final int MOST = 10_000;

  private final AuditLog log;
  private final LogSigning signing;
  private final List<Anchoring> anchors;
  private final InstantSource clock;
  private final Duration heartbeat;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock anchoring = new ReentrantLock();
  private final RoundFailures failures = new RoundFailures();
  private final AtomicReference<@Nullable SignedCheckpoint> unanchored = new AtomicReference<>();
  private volatile Optional<Instant> signedAt = Optional.empty();
  private volatile long signedSize;

  CheckpointRounds(AuditLog log, LogSigning signing, SignedAuditChainBuilder options) {
    this.log = log;
    this.signing = signing;
    this.anchors = options.anchors();
    this.clock = options.clock();
    this.heartbeat = options.heartbeat();
  }

  AuditStatus status() {
    return new AuditStatus(
        signedAt, signedSize, failures.last(), anchors.stream().map(Anchoring::status).toList());
  }

  /**
   * Runs a round: signs, and then has it anchored.
   *
   * @return how many checkpoints were signed
   */
  int run() {
    int signed = sign();
    anchor();
    return signed;
  }

  /**
   * Signs, and leaves to {@link #anchor} what is to be anchored.
   *
   * @return how many checkpoints were signed
   */
  int sign() {
    int signed = 0;
    Optional<SignedCheckpoint> logOfLogs = Optional.empty();
    lock.lock();
    try {
      failures.begin();
      try {
        signing.recallOwed();
        signed = signTenants();
        signing.listOwed(failures);
        logOfLogs = signLogOfLogs();
      } catch (RuntimeException e) {
        failures.add("*", e);
      } catch (Error e) {
        failures.add("*", e);
        throw e;
      }
      signing.reportStopped(failures);
      failures.end();
    } finally {
      lock.unlock();
    }
    return signed + (logOfLogs.isPresent() ? 1 : 0);
  }

  /**
   * Gives the anchors what was signed last, unless they were given it. Whoever comes while others
   * are asked waits, and then gives what was signed meanwhile: never an older one behind a newer.
   */
  void anchor() {
    anchoring.lock();
    try {
      SignedCheckpoint note = unanchored.getAndSet(null);
      if (note != null) {
        anchors.forEach(anchor -> anchor.offer(note, clock.instant()));
      }
    } finally {
      anchoring.unlock();
    }
  }

  private int signTenants() {
    List<TenantId> grown = signing.takeGrown(); // before the database is asked
    try {
      Set<TenantId> tried = new HashSet<>();
      tried.add(SignedAuditChain.LOG_OF_LOGS);
      int signed = signBehind(tried) + signHidden(grown, tried);
      return signed + tryRotateQuiet(tried);
    } catch (RuntimeException e) {
      signing.putBack(grown);
      throw e;
    }
  }

  private int signBehind(Set<TenantId> tried) {
    int signed = 0;
    List<TenantId> step = step(tried);
    while (!step.isEmpty()) {
      signed += signing.sign(step, failures).size();
      tried.addAll(step);
      step = step(tried);
    }
    return signed;
  }

  /** Whoever owns the database can have it say that a log that grew is signed. */
  private int signHidden(List<TenantId> grown, Set<TenantId> tried) {
    List<TenantId> hidden = grown.stream().filter(tenant -> !tried.contains(tenant)).toList();
    int signed = 0;
    for (int from = 0; from < hidden.size(); from += STEP) {
      List<TenantId> step = hidden.subList(from, Math.min(hidden.size(), from + STEP));
      signed += signing.sign(step, failures).size();
      tried.addAll(step);
    }
    signing.putBack(hidden.stream().filter(t -> failures.has(signing.origin(t))).toList());
    return signed;
  }

  /** Which logs there are the log of logs says; where it cannot, they keep the keys they have. */
  private int tryRotateQuiet(Set<TenantId> tried) {
    try {
      return rotateQuiet(tried);
    } catch (RuntimeException e) {
      failures.add(signing.origin(SignedAuditChain.LOG_OF_LOGS), e);
      return 0;
    }
  }

  /** Where keys change, logs that did not grow get the new ones too. */
  private int rotateQuiet(Set<TenantId> tried) {
    int signed = 0;
    List<TenantId> quiet = signing.toRotate(STEP);
    while (!tried.containsAll(quiet)) {
      tried.addAll(quiet);
      signed += signing.sign(quiet, failures).size();
      quiet = signing.toRotate(STEP);
    }
    return signed;
  }

  /** Those that are behind, but for those that were tried in this round already. */
  private List<TenantId> step(Set<TenantId> tried) {
    int limit = Math.min(MOST, STEP + tried.size());
    return log.checkpoints().behind(limit).stream()
        .filter(tenant -> !tried.contains(tenant))
        .limit(STEP)
        .toList();
  }

  private Optional<SignedCheckpoint> signLogOfLogs() {
    Instant now = clock.instant();
    boolean due = signedAt.map(at -> Due.isDue(at, heartbeat, now)).orElse(true);
    Optional<SignedCheckpoint> fresh =
        due
            ? signing.signAnyway(SignedAuditChain.LOG_OF_LOGS, failures)
            : signing.signIfGrown(SignedAuditChain.LOG_OF_LOGS, failures);
    fresh.ifPresent(
        note -> {
          unanchored.set(note);
          signedAt = Optional.of(now);
          signedSize = note.checkpoint().size();
        });
    return fresh;
  }

  /** Returns a checkpoint of a log that covers everything it has now; empty if it has nothing. */
  Optional<SignedCheckpoint> current(TenantId tenant) {
    lock.lock();
    try {
      RoundFailures own = new RoundFailures();
      Optional<SignedCheckpoint> note = signing.current(tenant, own);
      List<Failure> wrong = own.last();
      if (note.isEmpty() && !wrong.isEmpty()) {
        throw new CheckpointException(
            wrong.get(0).log() + " is not signed: " + wrong.get(0).reason());
      }
      return note;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the log of logs is signed by the current keys, as it was last known. Does no I/O. */
  boolean signsLogOfLogs() {
    return signing.signsLogOfLogs();
  }

  /** What was signed of a log last, by the signer's own memory. */
  Optional<Checkpoint> remembered(TenantId tenant) {
    return signing.remembered(tenant);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static java.util.Objects.requireNonNull;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditCheckpoint.Keep;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.sequence.ReadableHeads;
import io.hermesx.core.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Signs what logs say of themselves, after making sure that it continues what was signed before.
 * First the signer's own memory is moved on, then the signature is made: whatever happens in
 * between, no two histories are ever signed. That memory also knows whose keys sign; other keys
 * have to be handed over to. Not thread-safe.
 */
final class LogSigning {

  private final AuditLog log;
  private final SignerState state;
  private final SigningKeys keys;
  private final SigningEvents events;
  private final InstantSource clock;
  private final TreeGrowth growth;
  private final StoredCheckpoints stored;
  private final Listings listings;
  private final Set<TenantId> unrotated = new LinkedHashSet<>();
  private long signedOnce;
  private volatile boolean logOfLogsIsOurs;

  LogSigning(AuditLog log, SignerState state, SigningKeys keys, SigningEvents events) {
    this.log = log;
    this.state = state;
    this.keys = keys;
    this.events = events;
    this.clock = events.clock();
    this.growth = new TreeGrowth(log);
    this.stored = new StoredCheckpoints(log.checkpoints(), keys, events);
    String logOfLogs = events.origin(SignedAuditChain.LOG_OF_LOGS);
    this.listings = new Listings(events, new OwedListings(state, logOfLogs));
  }

  String origin(TenantId tenant) {
    return events.origin(tenant);
  }

  /** Whether the current keys sign the log of logs, as it was last known. Any thread may ask. */
  boolean signsLogOfLogs() {
    return logOfLogsIsOurs;
  }

  /** What was signed of a log last. */
  Optional<Checkpoint> remembered(TenantId tenant) {
    return state.find(events.origin(tenant));
  }

  /**
   * Returns logs whose keys are to change, grown or not. Reads the log of logs as far as it was not
   * read before.
   *
   * @param limit the most of them
   */
  List<TenantId> toRotate(int limit) {
    if (!keys.rotates()) {
      return List.of();
    }
    signedOnce = events.everSigned(signedOnce, unrotated::add);
    List<TenantId> some = unrotated.stream().limit(limit).toList();
    Map<String, Checkpoint> memory = memory(some);
    some.stream().filter(tenant -> keysOf(tenant, memory).isCurrent()).forEach(unrotated::remove);
    return some.stream().filter(unrotated::contains).toList();
  }

  /**
   * Signs logs that may have grown, and lists what was signed in the log of logs. One that is
   * signed already, and whose checkpoint is stored, is left as it is.
   */
  Map<TenantId, SignedCheckpoint> sign(Collection<TenantId> tenants, RoundFailures failures) {
    Map<TenantId, Signable> ready = ready(tenants, failures);
    ready.entrySet().removeIf(log -> isDone(log.getKey(), log.getValue(), failures));
    return sign(ready, failures);
  }

  /** Looks for what the log of logs did not take before, of whichever process. */
  void recallOwed() {
    listings.recall();
  }

  /** Tells the log of logs what it did not take before. */
  void listOwed(RoundFailures failures) {
    listings.add(Map.of(), failures);
  }

  /** Reports the logs that take no events, whether or not what they have is signed. */
  void reportStopped(RoundFailures failures) {
    events.stopped().forEach((tenant, reason) -> failures.add(events.origin(tenant), reason));
  }

  /** The logs that this process put something into and that are not known to be signed since. */
  List<TenantId> takeGrown() {
    return events.takeGrown();
  }

  /** Has logs be tried in the next round, whatever the database says of them. */
  void putBack(List<TenantId> grown) {
    events.putBackGrown(grown);
  }

  private boolean isDone(TenantId tenant, Signable next, RoundFailures failures) {
    if (!next.isSigned()) {
      return false;
    }
    long size = next.checkpoint().size();
    try {
      Optional<AuditCheckpoint> forged = stored.forged(tenant, size);
      if (forged.isEmpty()) {
        return stored.latestSize(tenant) >= size;
      }
      boolean givesWay = StoredCheckpoints.givesWay(forged.get(), size);
      if (!givesWay) {
        failures.add(next.checkpoint().origin(), StoredCheckpoints.reason(forged.get()));
      }
      return !givesWay;
    } catch (RuntimeException e) {
      failures.add(next.checkpoint().origin(), e);
      return true;
    }
  }

  private Map<TenantId, SignedCheckpoint> sign(
      Map<TenantId, Signable> ready, RoundFailures failures) {
    Map<TenantId, SignedCheckpoint> signed = signAll(ready, failures);
    listings.add(signed, failures);
    handedOver(ready, keep(ready, signed, failures));
    return signed; // or what is stored in its place
  }

  Optional<SignedCheckpoint> signIfGrown(TenantId tenant, RoundFailures failures) {
    return Optional.ofNullable(sign(Set.of(tenant), failures).get(tenant));
  }

  /** Signs a log whether or not it has grown; empty if it has no events, or cannot be signed. */
  Optional<SignedCheckpoint> signAnyway(TenantId tenant, RoundFailures failures) {
    return Optional.ofNullable(sign(ready(Set.of(tenant), failures), failures).get(tenant));
  }

  /** Returns a checkpoint that covers everything a log has now, signing it if need be. */
  Optional<SignedCheckpoint> current(TenantId tenant, RoundFailures failures) {
    Optional<AuditHead> head = log.head(tenant);
    Optional<SignedCheckpoint> latest = stored.latest(tenant);
    boolean covers =
        latest.isPresent()
            && head.isPresent()
            && latest.get().checkpoint().size() == head.get().size()
            && latest.get().checkpoint().root().equals(head.get().frontier().root())
            && remembered(tenant).filter(latest.get().checkpoint()::equals).isPresent();
    return covers ? latest : signAnyway(tenant, failures);
  }

  private Map<TenantId, Signable> ready(Collection<TenantId> tenants, RoundFailures failures) {
    ReadableHeads read = ReadableHeads.of(log, tenants);
    read.damaged().forEach((tenant, damage) -> failures.add(events.origin(tenant), damage));
    Map<String, Checkpoint> memory = memory(read.heads().keySet());
    Map<TenantId, Signable> ready = new HashMap<>();
    read.heads()
        .forEach(
            (tenant, head) -> {
              String origin = events.origin(tenant);
              try {
                Signable next = next(tenant, head, memory);
                Optional<String> against = against(tenant, next);
                against.ifPresentOrElse(
                    reason -> failures.add(origin, reason), () -> ready.put(tenant, next));
              } catch (RuntimeException e) {
                failures.add(origin, e);
              }
            });
    return ready;
  }

  /** What the signer remembers of logs, of whose keys sign them and of whose sign the list. */
  private Map<String, Checkpoint> memory(Collection<TenantId> tenants) {
    if (tenants.isEmpty()) {
      return Map.of();
    }
    Set<String> origins = new HashSet<>();
    origins.add(RememberedKeys.origin(events.origin(SignedAuditChain.LOG_OF_LOGS)));
    for (TenantId tenant : tenants) {
      String origin = events.origin(tenant);
      origins.add(origin);
      origins.add(RememberedKeys.origin(origin));
    }
    return state.findAll(origins);
  }

  private Signable next(TenantId tenant, AuditHead head, Map<String, Checkpoint> memory) {
    String origin = events.origin(tenant);
    if (!head.origin().equals(origin)) {
      throw new CheckpointException(
          "it says that it is "
              + head.origin()
              + "; give the chain the installation name that the log was begun with");
    }
    Optional<Checkpoint> before = Optional.ofNullable(memory.get(origin));
    RememberedKeys remembered = keysOf(tenant, memory);
    if (tenant.equals(SignedAuditChain.LOG_OF_LOGS)) {
      logOfLogsIsOurs = remembered.isCurrent();
    }
    requireOurs(tenant, remembered, memory);
    if (remembered.isCurrent()) {
      return Signable.of(head, before, keys.current(), KeyChange.NONE);
    }
    boolean rotates =
        remembered.isRetiring()
            || (stored.latest(tenant).isEmpty()
                && (before.isPresent() ? keys.rotates() : isBegunByRetiring(tenant)));
    return rotates
        ? rotate(tenant, before, remembered)
        : Signable.of(head, before, keys.current(), remembered.current());
  }

  /** A log that nobody signed yet names the keys that are to sign it first. */
  private boolean isBegunByRetiring(TenantId tenant) {
    String key =
        events
            .begunWith(tenant, keys.genesisKeys())
            .orElseThrow(
                () ->
                    new CheckpointException(
                        "it was begun with other keys than "
                            + String.join(", ", keys.names())
                            + ", which this chain has, and never signed by those: let them hand"
                            + " over, as retiring beside the new ones as signers, until a round was"
                            + " without failures. If the signer's memory is a new one, first run a"
                            + " round with the keys that signed last"));
    return !key.isEmpty() && !key.equals(keys.genesisKey());
  }

  /**
   * The memory is told that the keys change before the log is: a process with the old keys alone
   * reads a log before its memory, so what has the event in it it does not sign.
   */
  private Signable rotate(TenantId tenant, Optional<Checkpoint> before, RememberedKeys remembered) {
    Optional<SignerMove> first = remembered.handOver().first();
    if (first.isPresent() && !state.advance(List.of(first.get())).isEmpty()) {
      throw new CheckpointException("somebody else changes its keys meanwhile; try again");
    }
    RememberedKeys changing =
        first
            .map(move -> new RememberedKeys(remembered.log(), Optional.of(move.next()), keys))
            .orElse(remembered);
    return events.rotate(tenant, before, changing);
  }

  private RememberedKeys keysOf(TenantId tenant, Map<String, Checkpoint> memory) {
    String origin = events.origin(tenant);
    Checkpoint last = memory.get(RememberedKeys.origin(origin));
    return new RememberedKeys(origin, Optional.ofNullable(last), keys);
  }

  /** A log that no keys are remembered of goes with the log of logs. */
  private void requireOurs(
      TenantId tenant, RememberedKeys remembered, Map<String, Checkpoint> memory) {
    TenantId judge = remembered.isUnknown() ? SignedAuditChain.LOG_OF_LOGS : tenant;
    RememberedKeys judged = keysOf(judge, memory);
    if (!judged.isUnknown() && !judged.isOurs()) {
      throw new CheckpointException(judged.refusal(stored.claimed(judge)));
    }
  }

  private Optional<String> against(TenantId tenant, Signable next) {
    return next.before().flatMap(before -> growth.against(tenant, before, next.checkpoint()));
  }

  private Map<TenantId, SignedCheckpoint> signAll(
      Map<TenantId, Signable> ready, RoundFailures failures) {
    Set<String> refused = refused(ready.values());
    Map<TenantId, SignedCheckpoint> signed = new HashMap<>();
    ready.forEach(
        (tenant, next) -> {
          String origin = next.checkpoint().origin();
          if (refused.contains(origin) || refused.contains(RememberedKeys.origin(origin))) {
            failures.add(origin, "somebody else signed another size meanwhile; try again");
            return;
          }
          try {
            signed.put(
                tenant, SignedCheckpoint.sign(next.checkpoint(), clock.instant(), next.signers()));
            next.tree().ifPresent(tree -> growth.signed(tenant, tree));
          } catch (RuntimeException e) {
            failures.add(origin, e);
          }
        });
    return signed;
  }

  private Set<String> refused(Collection<Signable> ready) {
    List<SignerMove> moves = new ArrayList<>();
    for (Signable next : ready) {
      moves.add(new SignerMove(next.before(), next.checkpoint()));
      next.keys().first().ifPresent(moves::add);
    }
    return state.advance(moves).stream()
        .map(refusal -> refusal.move().next().origin())
        .collect(Collectors.toSet());
  }

  /** Where the new keys are on record, they sign alone from now on. */
  private void handedOver(Map<TenantId, Signable> ready, Set<TenantId> signed) {
    List<SignerMove> moves =
        ready.entrySet().stream()
            .filter(log -> signed.contains(log.getKey()))
            .flatMap(log -> log.getValue().keys().last().stream())
            .toList();
    if (!moves.isEmpty()) {
      state.advance(moves); // one that is refused was made by another process
    }
  }

  /**
   * Returns those whose checkpoint is stored now, this one or one that stays in its place, which
   * then counts as what was signed: a receipt for one that is not stored proves nothing.
   */
  private Set<TenantId> keep(
      Map<TenantId, Signable> ready,
      Map<TenantId, SignedCheckpoint> signed,
      RoundFailures failures) {
    Map<TenantId, AuditCheckpoint> fresh = new HashMap<>();
    ready.forEach(
        (tenant, next) -> {
          SignedCheckpoint note = signed.get(tenant);
          if (note != null) {
            Keep keep = next.tree().isPresent() ? Keep.UNTIL_NEXT : Keep.ALWAYS;
            byte[] octets = note.format().getBytes(StandardCharsets.UTF_8);
            fresh.put(tenant, new AuditCheckpoint(note.checkpoint().size(), octets, keep));
          }
        });
    Set<TenantId> kept = new HashSet<>(fresh.keySet());
    for (TenantId tenant : stored.keep(fresh)) {
      Optional<AuditCheckpoint> forged =
          stored.forged(tenant, requireNonNull(fresh.get(tenant)).size());
      forged.ifPresent(row -> failures.add(events.origin(tenant), StoredCheckpoints.reason(row)));
      if (forged.isPresent()) {
        kept.remove(tenant);
      } else {
        stored.latest(tenant).ifPresent(note -> signed.put(tenant, note));
      }
    }
    return kept;
  }
}

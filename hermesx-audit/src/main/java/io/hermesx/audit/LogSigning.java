// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.NoteRefusedException;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditCheckpoint.Keep;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
  private final Set<TenantId> unrotated = new LinkedHashSet<>();
  private long signedOnce;

  LogSigning(AuditLog log, SignerState state, SigningKeys keys, SigningEvents events) {
    this.log = log;
    this.state = state;
    this.keys = keys;
    this.events = events;
    this.clock = events.clock();
    this.growth = new TreeGrowth(log);
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
    some.stream().filter(tenant -> keysOf(tenant).isCurrent()).forEach(unrotated::remove);
    return some.stream().filter(unrotated::contains).toList();
  }

  /** Signs logs and lists what was signed in the log of logs. */
  Map<TenantId, SignedCheckpoint> sign(Collection<TenantId> tenants, RoundFailures failures) {
    Map<TenantId, Signable> ready = ready(tenants, failures);
    Map<TenantId, SignedCheckpoint> signed = signAll(ready, failures);
    List<PreparedEvent> listings = new ArrayList<>();
    signed.forEach(
        (tenant, note) -> {
          if (!tenant.equals(SignedAuditChain.LOG_OF_LOGS)) {
            listings.add(events.listing(tenant, note.checkpoint()));
          }
        });
    if (!listings.isEmpty()) {
      events.append(listings);
    }
    keep(ready, signed);
    handedOver(ready, signed.keySet());
    return signed;
  }

  Optional<SignedCheckpoint> signIfGrown(TenantId tenant, RoundFailures failures) {
    long size = log.head(tenant).map(AuditHead::size).orElse(0L);
    long signed = log.checkpoints().latest(tenant).map(AuditCheckpoint::size).orElse(0L);
    return size > signed ? signAnyway(tenant, failures) : Optional.empty();
  }

  /** Signs a log whether or not it has grown; empty if it has no events, or cannot be signed. */
  Optional<SignedCheckpoint> signAnyway(TenantId tenant, RoundFailures failures) {
    return Optional.ofNullable(sign(Set.of(tenant), failures).get(tenant));
  }

  /** Returns a checkpoint that covers everything a log has now, signing it if need be. */
  Optional<SignedCheckpoint> current(TenantId tenant, RoundFailures failures) {
    Optional<AuditHead> head = log.head(tenant);
    Optional<SignedCheckpoint> latest = latest(tenant);
    boolean covers =
        latest.isPresent()
            && head.isPresent()
            && latest.get().checkpoint().size() == head.get().size()
            && latest.get().checkpoint().root().equals(head.get().frontier().root())
            && remembered(tenant).filter(latest.get().checkpoint()::equals).isPresent();
    return covers ? latest : signAnyway(tenant, failures);
  }

  /** The latest checkpoint that is stored, if the current keys signed it. */
  private Optional<SignedCheckpoint> latest(TenantId tenant) {
    return stored(tenant).filter(keys::signed);
  }

  private Optional<SignedCheckpoint> stored(TenantId tenant) {
    return log.checkpoints().latest(tenant).flatMap(LogSigning::read);
  }

  private static Optional<SignedCheckpoint> read(AuditCheckpoint stored) {
    try {
      return Optional.of(SignedCheckpoint.parse(stored.note()));
    } catch (NoteRefusedException e) {
      return Optional.empty(); // somebody wrote to the table: what is there is worth nothing
    }
  }

  private Map<TenantId, Signable> ready(Collection<TenantId> tenants, RoundFailures failures) {
    Map<TenantId, AuditHead> heads = log.heads(tenants);
    Map<TenantId, Signable> ready = new HashMap<>();
    heads.forEach(
        (tenant, head) -> {
          String origin = events.origin(tenant);
          try {
            Signable next = next(tenant, head);
            Optional<String> against = against(tenant, origin, next);
            against.ifPresentOrElse(
                reason -> failures.add(origin, reason), () -> ready.put(tenant, next));
          } catch (RuntimeException e) {
            failures.add(origin, e);
          }
        });
    return ready;
  }

  private Signable next(TenantId tenant, AuditHead head) {
    Optional<Checkpoint> before = remembered(tenant);
    RememberedKeys remembered = keysOf(tenant);
    requireOurs(tenant, remembered);
    if (remembered.isCurrent()) {
      return Signable.of(head, before, keys.current(), KeyChange.NONE);
    }
    boolean rotates =
        keys.rotates()
            && before.isPresent()
            && (remembered.isRetiring() || latest(tenant).isEmpty());
    return rotates
        ? events.rotate(tenant, before, remembered)
        : Signable.of(head, before, keys.current(), remembered.current());
  }

  private RememberedKeys keysOf(TenantId tenant) {
    String origin = events.origin(tenant);
    return new RememberedKeys(origin, state.find(RememberedKeys.origin(origin)), keys);
  }

  /** A log that no keys are remembered of goes with the log of logs. */
  private void requireOurs(TenantId tenant, RememberedKeys remembered) {
    TenantId judge = remembered.isUnknown() ? SignedAuditChain.LOG_OF_LOGS : tenant;
    RememberedKeys judged = judge.equals(tenant) ? remembered : keysOf(judge);
    if (!judged.isUnknown() && !judged.isOurs()) {
      throw new CheckpointException(judged.refusal(stored(judge)));
    }
  }

  private Optional<String> against(TenantId tenant, String origin, Signable next) {
    if (!next.checkpoint().origin().equals(origin)) {
      return Optional.of(
          "it says that it is "
              + next.checkpoint().origin()
              + "; give the chain the installation name that the log was begun with");
    }
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
        signed.stream().flatMap(tenant -> ready.get(tenant).keys().last().stream()).toList();
    if (!moves.isEmpty()) {
      state.advance(moves); // one that is refused was made by another process
    }
  }

  private void keep(Map<TenantId, Signable> ready, Map<TenantId, SignedCheckpoint> signed) {
    Map<TenantId, AuditCheckpoint> kept = new HashMap<>();
    ready.forEach(
        (tenant, next) -> {
          SignedCheckpoint note = signed.get(tenant);
          if (note != null) {
            Keep keep = next.tree().isPresent() ? Keep.UNTIL_NEXT : Keep.ALWAYS;
            byte[] octets = note.format().getBytes(StandardCharsets.UTF_8);
            kept.put(tenant, new AuditCheckpoint(note.checkpoint().size(), octets, keep));
          }
        });
    if (!kept.isEmpty()) {
      log.checkpoints().keep(kept);
    }
  }
}

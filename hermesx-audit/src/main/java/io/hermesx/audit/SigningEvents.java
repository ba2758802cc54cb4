// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.proof.MerkleProver;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.audit.format.HeaderRefusedException;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.audit.format.Preparation;
import io.hermesx.core.audit.sequence.Sequencer;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/** The events that signing itself leaves: what was signed of which log, and that keys changed. */
final class SigningEvents {

  static final String LISTING = "audit.log.checkpoint";
  static final String ROTATION = "audit.key.rotated";
  private static final int PAGE = 1_000;

  private final AuditLog log;
  private final Sequencer sequencer;
  private final Preparation preparation;
  private final InstantSource clock;
  private final IdSource ids;

  SigningEvents(
      AuditLog log, Sequencer sequencer, Preparation preparation, SignedAuditChainBuilder options) {
    this.log = log;
    this.sequencer = sequencer;
    this.preparation = preparation;
    this.clock = options.clock();
    this.ids = options.ids();
  }

  InstantSource clock() {
    return clock;
  }

  String origin(TenantId tenant) {
    return sequencer.origin(tenant).text();
  }

  void append(List<PreparedEvent> events) {
    sequencer.appendOwn(events);
  }

  /** The logs that this process put something into since this was last called. */
  List<TenantId> takeGrown() {
    return sequencer.grown().take();
  }

  void putBackGrown(List<TenantId> tenants) {
    sequencer.grown().addAll(tenants);
  }

  /** The event of the log of logs that says what was signed of a tenant's log. */
  PreparedEvent listing(TenantId tenant, Checkpoint signed) {
    return prepare(
        AuditEvent.builder(SignedAuditChain.LOG_OF_LOGS, LISTING, ids.next(), clock.instant())
            .field("resource", tenant.toString())
            .field(
                "detail",
                JsonObject.builder()
                    .put("root", Base64Digest.of(signed.root()))
                    .put("size", signed.size())
                    .build()));
  }

  /**
   * Puts the event that keys change into a log, and returns what is to be signed by the old and the
   * new ones: the log as it is just behind that event.
   */
  Signable rotate(TenantId tenant, Optional<Checkpoint> before, RememberedKeys remembered) {
    SigningKeys keys = remembered.keys();
    long from = before.map(signed -> signed.size() - 1).orElse(0L);
    OptionalLong left = interrupted(tenant, from, keys);
    long size = (left.isPresent() ? left.getAsLong() : announce(tenant, keys)) + 1;
    MerkleProver prover = new MerkleProver(new LogTreeHashes(log, tenant));
    Checkpoint checkpoint = new Checkpoint(origin(tenant), size, prover.root(size));
    return new Signable(before, checkpoint, Optional.empty(), keys.both(), remembered.handOver());
  }

  /** The place of the event of a rotation that a crash interrupted before both keys had signed. */
  private OptionalLong interrupted(TenantId tenant, long from, SigningKeys keys) {
    String digest = Base64Digest.of(keys.currentDigest());
    List<AuditEntry> page = log.read(tenant, from, PAGE);
    while (!page.isEmpty()) {
      for (AuditEntry entry : page) {
        if (announces(entry, digest)) {
          return OptionalLong.of(entry.seq());
        }
      }
      page = log.read(tenant, page.get(page.size() - 1).seq() + 1, PAGE);
    }
    return OptionalLong.empty();
  }

  private static boolean announces(AuditEntry entry, String digest) {
    try {
      HeaderView header = HeaderView.header(entry.header());
      return header.text("type").equals(ROTATION)
          && digest.equals(header.detailTexts().get("keys"));
    } catch (HeaderRefusedException e) {
      return false; // whoever verifies finds it
    }
  }

  private long announce(TenantId tenant, SigningKeys keys) {
    UUID id = ids.next();
    append(
        List.of(
            prepare(
                AuditEvent.builder(tenant, ROTATION, id, clock.instant())
                    .field(
                        "detail",
                        JsonObject.builder()
                            .put("keys", Base64Digest.of(keys.currentDigest()))
                            .put("previous_keys", Base64Digest.of(keys.retiringDigest()))
                            .build()))));
    return log.find(tenant, id).orElseThrow();
  }

  /**
   * The tenants whose logs were ever signed, as the log of logs says, which is one of them.
   *
   * @param from the place to begin at
   * @param told told of each, some more than once
   * @return the place to go on at another time
   */
  long everSigned(long from, Consumer<TenantId> told) {
    long next = from;
    List<AuditEntry> page = log.read(SignedAuditChain.LOG_OF_LOGS, next, PAGE);
    while (!page.isEmpty()) {
      for (AuditEntry entry : page) {
        listed(entry).ifPresent(told);
      }
      next = page.get(page.size() - 1).seq() + 1;
      page = log.read(SignedAuditChain.LOG_OF_LOGS, next, PAGE);
    }
    return next;
  }

  private static Optional<TenantId> listed(AuditEntry entry) {
    try {
      HeaderView header = HeaderView.header(entry.header());
      return header.text("type").equals(LISTING)
          ? Optional.of(TenantId.parse(header.text("resource")))
          : Optional.empty();
    } catch (HeaderRefusedException | IllegalArgumentException e) {
      return Optional.empty(); // whoever verifies finds it
    }
  }

  private PreparedEvent prepare(AuditEvent.Builder event) {
    return preparation.prepare(event.build());
  }
}

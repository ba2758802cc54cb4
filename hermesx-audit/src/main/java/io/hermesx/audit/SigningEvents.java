// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.proof.MerkleProver;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.audit.format.HeaderFormat;
import io.hermesx.core.audit.format.HeaderRefusedException;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.audit.format.Preparation;
import io.hermesx.core.audit.sequence.Sequencer;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.UuidV8;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The events that signing itself leaves: what was signed of which log, and that keys changed. */
final class SigningEvents {

  static final String LISTING = "audit.log.checkpoint";
  static final String ROTATION = "audit.key.rotated";
  private static final String ROTATION_ID = "hermesx/audit/rotation/v1";
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

  /**
   * Tries the logs again that took no events when this process last put some behind their end, and
   * returns what is wrong with those that took none since this was last called.
   */
  Map<TenantId, String> stopped() {
    Map<TenantId, String> stopped = sequencer.stopped().take();
    if (!stopped.isEmpty()) {
      Map<TenantId, Long> sizes = new HashMap<>();
      stopped.keySet().forEach(tenant -> sizes.put(tenant, sequencer.appended(tenant).size()));
      try {
        sequencer.drain(sizes.keySet()); // which notes those that still take none
      } catch (RuntimeException e) {
        // What is wrong with each is known; an outage shows in what is signed.
      }
      sizes.forEach(
          (tenant, size) -> {
            if (sequencer.appended(tenant).size() > size) {
              stopped.remove(tenant);
            }
          });
    }
    return stopped;
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
    long size = announce(tenant, remembered.keys()) + 1;
    MerkleProver prover = new MerkleProver(new LogTreeHashes(log, tenant));
    Checkpoint checkpoint = new Checkpoint(origin(tenant), size, prover.root(size));
    return new Signable(
        before, checkpoint, Optional.empty(), remembered.keys().both(), remembered.handOver());
  }

  /**
   * Returns the place of the event. Its id is the same whoever makes it: of two processes, or of
   * one that was interrupted and its next try, only the first puts it into the log.
   */
  private long announce(TenantId tenant, SigningKeys keys) {
    UUID id = rotationId(origin(tenant), keys);
    String next = Base64Digest.of(keys.currentDigest());
    append(
        List.of(
            prepare(
                AuditEvent.builder(tenant, ROTATION, id, clock.instant())
                    .field(
                        "detail",
                        JsonObject.builder()
                            .put("keys", next)
                            .put("previous_keys", Base64Digest.of(keys.retiringDigest()))
                            .build()))));
    long seq = log.find(tenant, id).orElseThrow();
    if (log.read(tenant, seq, 1).stream().noneMatch(entry -> announces(entry, next))) {
      throw new CheckpointException(
          "event "
              + seq
              + " has the id "
              + id
              + ", which is that of the event that its keys change, and is another: find out who"
              + " appended it");
    }
    return seq;
  }

  private static UUID rotationId(String origin, SigningKeys keys) {
    byte[] name = origin.getBytes(StandardCharsets.US_ASCII);
    return UuidV8.of(
        Sha256.of(
            ROTATION_ID, keys.retiringDigest().octets(), keys.currentDigest().octets(), name));
  }

  private static boolean announces(AuditEntry entry, String keys) {
    try {
      HeaderView header = HeaderView.header(entry.header());
      return header.text("type").equals(ROTATION) && keys.equals(header.detailTexts().get("keys"));
    } catch (HeaderRefusedException e) {
      return false; // whoever verifies finds it
    }
  }

  /**
   * Which of some keys a log was begun with, as it says; the empty one stands for none. Empty if it
   * was none of them. A log that cannot be read says that it was none: whoever verifies finds it.
   */
  Optional<String> begunWith(TenantId tenant, List<String> keys) {
    return log.read(tenant, 0, 1).stream()
        .findFirst()
        .map(entry -> begunWith(origin(tenant), entry, keys))
        .orElse(Optional.of(""));
  }

  private static Optional<String> begunWith(String origin, AuditEntry first, List<String> keys) {
    try {
      HeaderView header = HeaderView.header(first.header());
      String named = header.text(HeaderFormat.PREVIOUS);
      long created = header.whole(HeaderFormat.RECORDED_AT);
      AuditOrigin log = new AuditOrigin(origin);
      return keys.stream()
          .filter(key -> named.equals(Base64Digest.of(log.genesis(created, key))))
          .findFirst();
    } catch (HeaderRefusedException e) {
      return Optional.of("");
    }
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

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.proof.MerkleProver;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.audit.format.Preparation;
import io.hermesx.core.audit.sequence.Sequencer;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The events that signing itself leaves: what was signed of which log, and that keys changed. */
final class SigningEvents {

  static final String LISTING = "audit.log.checkpoint";
  static final String ROTATION = "audit.key.rotated";

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
    sequencer.append(events);
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
  Signable rotate(TenantId tenant, Optional<Checkpoint> before, SigningKeys keys) {
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
    long size = log.find(tenant, id).orElseThrow() + 1;
    MerkleProver prover = new MerkleProver(new LogTreeHashes(log, tenant));
    Checkpoint checkpoint = new Checkpoint(origin(tenant), size, prover.root(size));
    return new Signable(before, checkpoint, Optional.empty(), keys.both());
  }

  private PreparedEvent prepare(AuditEvent.Builder event) {
    return preparation.prepare(event.build());
  }
}

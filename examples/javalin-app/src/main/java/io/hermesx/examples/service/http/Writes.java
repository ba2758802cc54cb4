// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.idempotency.IdempotentAnswer;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of state: effect, audit event, and the answer for whoever repeats the request under the
 * same {@code Idempotency-Key}, all in one transaction. Thread-safe.
 */
public final class Writes {

  private static final Logger LOG = LoggerFactory.getLogger(Writes.class);
  private static final String HEADER = "Idempotency-Key";

  private final Store store;
  private final AuditChain audit;
  private final IdSource ids;
  private final InstantSource clock;

  /** Writes to a store and the chain over it. */
  public Writes(Store store, AuditChain audit, IdSource ids, InstantSource clock) {
    this.store = store;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  /** Changes something of the caller's tenant. */
  public Reply write(Call call, Work work) {
    return write(call, call.caller().tenant(), work);
  }

  /** Changes something of a tenant that the route has made sure the caller may change. */
  public Reply write(Call call, TenantId tenant, Work work) {
    Optional<IdempotencyKey> key = key(call);
    Sha256 request = digest(call);
    Reply reply =
        store
            .forTenant(tenant)
            .tx(
                tx -> {
                  Optional<IdempotentAnswer> before =
                      key.flatMap(taken -> tx.idempotency().claim(taken, request));
                  if (before.isPresent()) {
                    return replayed(before.get(), request);
                  }
                  Reply fresh = work.in(new Change(tx, call));
                  key.ifPresent(taken -> tx.idempotency().answer(taken, fresh.record().toJson()));
                  return fresh;
                });
    committed(tenant);
    return reply;
  }

  /**
   * Puts on record, in the trail of the caller's tenant and before it is done, what will be done.
   */
  public void record(Call call, String type, UnaryOperator<AuditEvent.Builder> fields) {
    TenantId tenant = call.caller().tenant();
    store.forTenant(tenant).run(tx -> new Change(tx, call).audit(type, fields));
    committed(tenant);
  }

  /**
   * Does what looks beyond the caller's tenant, with an event in that tenant's trail that is
   * written in the same transaction or not at all.
   *
   * @param look takes the event
   */
  public <T> T looking(Call call, String type, Function<PreparedEvent, T> look) {
    TenantId tenant = call.caller().tenant();
    T seen = look.apply(audit.prepare(event(call, tenant, type).build()));
    committed(tenant);
    return seen;
  }

  private AuditEvent.Builder event(Call call, TenantId tenant, String type) {
    return AuditEvent.builder(tenant, type, ids.next(), clock.instant())
        .field("actor", call.caller().principal().ref())
        .field("credential", call.caller().key().toString())
        .field("trace_id", call.requestId());
  }

  /** The caller's key for repeating this request, if there is one. */
  public static Optional<IdempotencyKey> key(Call call) {
    Optional<String> value = call.header(HEADER);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().matches("[!-~]{1,128}")) {
      throw Problems.invalid(
          HEADER + " is not 1 to 128 visible ASCII characters. Send a fresh UUID per write.");
    }
    String owner = call.caller().tenant() + " " + call.caller().principal().ref();
    String scope =
        Sha256.of("hermesx-service/owner/v1", owner.getBytes(StandardCharsets.UTF_8))
            .toString()
            .substring(0, 32);
    return Optional.of(new IdempotencyKey(scope + " " + call.route().name(), value.get()));
  }

  private static Sha256 digest(Call call) {
    return Sha256.of(
        "hermesx-service/request/v1",
        (call.target() + "\n" + call.body().canonical()).getBytes(StandardCharsets.UTF_8));
  }

  private static Reply replayed(IdempotentAnswer before, Sha256 request) {
    if (!before.request().equals(request)) {
      throw Problem.of(
              422,
              "idempotency_key_reused",
              "The Idempotency-Key was used for another request",
              "The same key came with another path or body. Send a new key for a new write.")
          .exception();
    }
    return Reply.ofRecord(JsonObject.parseObject(before.answer()))
        .with("Idempotency-Replayed", "true");
  }

  private void committed(TenantId tenant) {
    try {
      audit.staged(tenant);
    } catch (RuntimeException e) {
      LOG.warn("staged audit events could not be sequenced yet", e);
    }
  }

  /** What a route does inside the transaction. */
  @FunctionalInterface
  public interface Work {

    /**
     * Does it.
     *
     * @throws ProblemException to change nothing after all
     */
    Reply in(Change change);
  }

  /** The transaction of one change. */
  public final class Change {

    private final TenantTx tx;
    private final Call call;

    private Change(TenantTx tx, Call call) {
      this.tx = tx;
      this.call = call;
    }

    /** The transaction. */
    public TenantTx tx() {
      return tx;
    }

    /** Puts on record what is changed: identifiers and codes, no names and no texts. */
    public void audit(String type, UnaryOperator<AuditEvent.Builder> fields) {
      AuditEvent.Builder event = fields.apply(event(call, tx.tenant(), type));
      tx.audit().stage(audit.prepare(event.build()));
    }
  }
}

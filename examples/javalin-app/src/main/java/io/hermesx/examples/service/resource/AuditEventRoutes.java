// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.audit.EventReceipt;
import io.hermesx.audit.SignedAuditChain;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import io.hermesx.examples.service.identity.Scopes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Single events of the trail of the caller's tenant, and what proves that they are in it. */
public final class AuditEventRoutes implements Resource {

  private final AuditLog log;
  private final SignedAuditChain chain;

  /** Reads a log and has its chain prove it. */
  public AuditEventRoutes(AuditLog log, SignedAuditChain chain) {
    this.log = log;
    this.chain = chain;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/audit-logs/{event_id}")
            .scope(Scopes.AUDIT_READ)
            .summary("Shows an event of the trail")
            .answers(200, "The event", AuditJson.ENTRY)
            .handledBy(this::event),
        Route.get("/v1/audit-logs/{event_id}/proof")
            .scope(Scopes.AUDIT_READ)
            .summary(
                "Proves to anybody that an event is in the trail; with Accept: text/plain the"
                    + " receipt alone")
            .answers(
                200,
                "The receipt and the octets that it proves",
                Schemas.object(
                    "event_id",
                    Schemas.format("uuid"),
                    "seq",
                    Schemas.whole(),
                    "origin",
                    Schemas.text("The name of the log."),
                    "header_base64",
                    Schemas.text("The exact octets that were hashed."),
                    "receipt",
                    Schemas.text("Proof and signed checkpoint (C2SP tlog-proof).")))
            .handledBy(this::proof));
  }

  private Reply event(Call call) {
    TenantId tenant = call.caller().tenant();
    OptionalLong place = log.find(tenant, call.id("event_id"));
    if (place.isEmpty()) {
      throw Problems.notFound();
    }
    AuditEntry entry =
        log.read(tenant, place.getAsLong(), 1).stream().findFirst().orElseThrow(Problems::notFound);
    return Reply.ok(AuditJson.entry(entry));
  }

  private Reply proof(Call call) {
    UUID event = call.id("event_id");
    EventReceipt proven =
        Signed.require(() -> chain.receipt(call.caller().tenant(), event))
            .orElseThrow(Problems::notFound);
    String text = new String(proven.receipt().octets(), StandardCharsets.UTF_8);
    if (Signed.wantsText(call)) {
      return Reply.text(Signed.TEXT, text);
    }
    return Reply.ok(
        JsonObject.builder()
            .put("event_id", event.toString())
            .put("seq", proven.receipt().proof().index())
            .put("origin", proven.receipt().checkpoint().checkpoint().origin())
            .put("header_base64", AuditJson.base64(proven.header()))
            .put("receipt", text)
            .build());
  }
}

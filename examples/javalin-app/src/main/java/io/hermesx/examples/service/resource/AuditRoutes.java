// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditVerification;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonSyntaxException;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.store.Store;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Page;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import io.hermesx.examples.service.identity.Scopes;
import java.util.Base64;
import java.util.List;

/** The audit trail of the caller's tenant. */
public final class AuditRoutes implements Resource {

  private static final JsonObject ENTRY =
      Schemas.object(
          "seq",
          Schemas.whole(),
          "event_id",
          Schemas.format("uuid"),
          "leaf",
          Schemas.text("The hash in the tree, hexadecimal."),
          "header",
          Schemas.anyObject(),
          "header_base64",
          Schemas.text("The exact octets that were hashed."));

  private final Store store;
  private final AuditChain audit;

  /** Reads a store's log and verifies it by its chain. */
  public AuditRoutes(Store store, AuditChain audit) {
    this.store = store;
    this.audit = audit;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Page.on(Route.get("/v1/audit-logs"))
            .scope(Scopes.AUDIT_READ)
            .summary("Lists the trail, oldest first; what just happened is in it within seconds")
            .answers(200, "A page of entries", Page.schema(ENTRY))
            .handledBy(this::list),
        Route.post("/v1/audit-logs/verify")
            .scope(Scopes.AUDIT_READ)
            .summary("Gives everything staged its place, then checks the whole trail")
            .answers(
                200,
                "What was found",
                Schemas.object(
                    "intact",
                    Schemas.truth(),
                    "events",
                    Schemas.whole(),
                    "root",
                    Schemas.text("The root of the Merkle tree, hexadecimal."),
                    "findings",
                    Schemas.list(
                        Schemas.object(
                            "seq",
                            Schemas.whole(),
                            "code",
                            Schemas.text(""),
                            "explanation",
                            Schemas.text("")))))
            .handledBy(this::verify));
  }

  private Reply list(Call call) {
    Page page = Page.of(call);
    return page.reply(
        store.auditLog().read(call.caller().tenant(), page.afterNumber(-1) + 1, page.fetch()),
        AuditRoutes::json,
        AuditEntry::seq);
  }

  private Reply verify(Call call) {
    AuditVerification found = audit.verify(call.caller().tenant());
    return Reply.ok(
        JsonObject.builder()
            .put("intact", found.intact())
            .put("events", found.events())
            .put("root", found.root().hex())
            .put(
                "findings",
                JsonArray.of(
                    found.findings().stream()
                        .map(
                            one ->
                                JsonObject.builder()
                                    .put("seq", one.seq())
                                    .put("code", one.code())
                                    .put("explanation", one.explanation())
                                    .build())
                        .toList()))
            .build());
  }

  private static JsonObject json(AuditEntry entry) {
    return JsonObject.builder()
        .put("seq", entry.seq())
        .put("event_id", entry.id().toString())
        .put("leaf", entry.leaf().hex())
        .put("header", header(entry.header()))
        .put("header_base64", Base64.getEncoder().encodeToString(entry.header()))
        .build();
  }

  /** A header that was tampered with may be no JSON: then only its octets are shown. */
  private static JsonValue header(byte[] octets) {
    try {
      return JsonValue.parse(octets, JsonLimits.STANDARD);
    } catch (JsonSyntaxException e) {
      return JsonObject.of("unreadable", new JsonString("see header_base64"));
    }
  }
}

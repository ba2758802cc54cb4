// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptFinal;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.TenantStore;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Page;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import io.hermesx.examples.service.identity.Scopes;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The receipts of the caller's tenant: that a call was made, what each stage said and what became
 * of it. What went in and came out is not shown: a receipt's reader need not be its caller.
 */
public final class ReceiptRoutes implements Resource {

  private static final JsonObject RECEIPT =
      Schemas.object(
          "id",
          Schemas.format("uuid"),
          "kind",
          Schemas.oneOf("tool", "model"),
          "state",
          Schemas.oneOf("open", "final", "indeterminate"),
          "run_id",
          Schemas.text(""),
          "call_id",
          Schemas.text(""),
          "target",
          Schemas.text("The tool or model."),
          "digest",
          Schemas.text("Of the arguments or the request, hexadecimal."),
          "actor",
          Schemas.text(""),
          "agent?",
          Schemas.text(""),
          "approval_id?",
          Schemas.format("uuid"),
          "policy_version",
          Schemas.text(""),
          "opened_at",
          Schemas.format("date-time"),
          "deadline",
          Schemas.format("date-time"),
          "status?",
          Schemas.oneOf("executed", "failed", "withheld", "refused"),
          "signals?",
          Schemas.list(Schemas.text("")),
          "nano_usd?",
          Schemas.text("A whole number, as text."),
          "closed_at?",
          Schemas.format("date-time"),
          "verdicts",
          Schemas.list(
              Schemas.object(
                  "stage", Schemas.text(""), "verdict", Schemas.text(""), "us", Schemas.whole())));

  private final Store store;

  /** Reads a store. */
  public ReceiptRoutes(Store store) {
    this.store = store;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Page.on(Route.get("/v1/execution-receipts"))
            .scope(Scopes.RECEIPTS_READ)
            .summary("Lists receipts, newest first")
            .answers(200, "A page of receipts", Page.schema(RECEIPT))
            .handledBy(this::list),
        Route.get("/v1/execution-receipts/{id}")
            .scope(Scopes.RECEIPTS_READ)
            .summary("Shows a receipt")
            .answers(200, "The receipt", RECEIPT)
            .handledBy(this::find));
  }

  private Reply list(Call call) {
    Page page = Page.of(call);
    return tenant(call)
        .readOnly(
            tx ->
                page.reply(
                    tx.receipts().list(page.afterId().map(ReceiptId::new), page.fetch()),
                    receipt -> json(receipt, tx.now()),
                    receipt -> receipt.intent().id()));
  }

  private Reply find(Call call) {
    ReceiptId id = new ReceiptId(call.id("id"));
    return tenant(call)
        .readOnly(
            tx -> Reply.ok(json(tx.receipts().find(id).orElseThrow(Problems::notFound), tx.now())));
  }

  private TenantStore tenant(Call call) {
    return store.forTenant(call.caller().tenant());
  }

  private static JsonObject json(Receipt receipt, Instant now) {
    ReceiptIntent intent = receipt.intent();
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", intent.id().toString())
            .put("kind", intent.kind().name().toLowerCase(Locale.ROOT))
            .put("state", receipt.stateAt(now).name().toLowerCase(Locale.ROOT))
            .put("run_id", intent.run().value())
            .put("call_id", intent.call().value())
            .put("target", intent.target())
            .put("digest", intent.digest().hex())
            .put("actor", intent.actor());
    intent.agent().ifPresent(agent -> json.put("agent", agent));
    intent.approval().ifPresent(approval -> json.put("approval_id", approval.toString()));
    json.put("policy_version", intent.policyVersion())
        .put("opened_at", intent.openedAt().toString())
        .put("deadline", intent.deadline().toString());
    receipt.result().ifPresent(result -> result(json, result));
    Stream<StageVerdict> verdicts =
        Stream.concat(
            intent.verdicts().stream(),
            receipt.result().stream().flatMap(result -> result.verdicts().stream()));
    return json.put("verdicts", JsonArray.of(verdicts.map(ReceiptRoutes::json).toList())).build();
  }

  private static void result(JsonObject.Builder json, ReceiptFinal result) {
    json.put("status", result.status().name().toLowerCase(Locale.ROOT))
        .put("signals", JsonArray.ofStrings(result.signals()))
        .put("nano_usd", Long.toString(result.nanoUsd()))
        .put("closed_at", result.closedAt().toString());
  }

  private static JsonObject json(StageVerdict verdict) {
    return JsonObject.builder()
        .put("stage", verdict.stage().wireName())
        .put("verdict", verdict.verdict())
        .put("us", verdict.micros())
        .build();
  }
}

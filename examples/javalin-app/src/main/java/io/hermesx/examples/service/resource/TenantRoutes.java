// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.Sha256;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tenant.TenantStatus;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Page;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import io.hermesx.examples.service.http.Writes;
import io.hermesx.examples.service.identity.Platform;
import io.hermesx.examples.service.identity.Scopes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The tenants, for whoever runs the service. Each look or change is put on record in the platform's
 * own trail before it is made, and a change in the trail of the tenant in its very transaction.
 */
public final class TenantRoutes implements Resource {

  private static final JsonObject TENANT =
      Schemas.object(
          "id",
          Schemas.format("uuid"),
          "name",
          Schemas.text(1, 200),
          "status",
          Schemas.oneOf("active", "suspended"),
          "version",
          Schemas.whole(),
          "created_at",
          Schemas.format("date-time"),
          "updated_at",
          Schemas.format("date-time"));

  private final Store store;
  private final Writes writes;
  private final NewKeys keys;
  private final Budget budget;

  /** Works on a store; each new tenant gets the budget. */
  public TenantRoutes(Store store, Writes writes, NewKeys keys, Budget budget) {
    this.store = store;
    this.writes = writes;
    this.keys = keys;
    this.budget = budget;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/v1/tenants")
            .scope(Scopes.TENANTS_ADMIN)
            .summary("Creates a tenant; answers with its first key, which is shown this once")
            .body(Schemas.object("name", Schemas.text(1, 200), "admin?", Schemas.text(1, 128)))
            .idempotent()
            .answers(
                201,
                "The tenant and its first key",
                Schemas.object("tenant", TENANT, "api_key", NewKeys.SCHEMA))
            .handledBy(this::create),
        Page.on(Route.get("/v1/tenants"))
            .scope(Scopes.TENANTS_ADMIN)
            .summary("Lists the tenants")
            .answers(200, "A page of tenants", Page.schema(TENANT))
            .handledBy(this::list),
        Route.get("/v1/tenants/{id}")
            .scope(Scopes.TENANTS_ADMIN)
            .summary("Shows a tenant")
            .answers(200, "The tenant", TENANT)
            .handledBy(this::find),
        Route.patch("/v1/tenants/{id}")
            .scope(Scopes.TENANTS_ADMIN)
            .summary("Renames, suspends or resumes a tenant")
            .body(
                Schemas.object(
                    "name?",
                    Schemas.text(1, 200),
                    "status?",
                    Schemas.oneOf("active", "suspended"),
                    "version?",
                    Schemas.whole()))
            .idempotent()
            .answers(200, "The tenant as it is now", TENANT)
            .handledBy(this::change));
  }

  private Reply create(Call call) {
    requirePlatform(call);
    String admin = call.body().find("admin").isPresent() ? call.body().string("admin") : "admin";
    TenantId tenant = fresh(call);
    onPlatformRecord(call, "tenant.create.requested", Optional.of(tenant));
    return writes.write(
        call,
        tenant,
        change -> {
          TenantTx tx = change.tx();
          if (!Texts.valid("/name", () -> tx.tenants().create(call.body().string("name")))) {
            throw Problems.conflict(
                "tenant_exists",
                "This Idempotency-Key made a tenant before, too long ago to repeat the answer."
                    + " Send a new key for a new tenant.");
          }
          tx.budgets().define(budget);
          NewKeys.Issued issued =
              keys.issue(
                  change, NewKeys.firstOf(Texts.valid("/admin", () -> NewKeys.admin(admin))));
          change.audit("tenant.created", event -> event);
          JsonObject shown = json(tx.tenants().find().orElseThrow());
          return Reply.json(201, JsonObject.of("tenant", shown, "api_key", issued.withSecret()))
              .remembering(JsonObject.of("tenant", shown, "api_key", issued.withoutSecret()))
              .with("Location", "/v1/tenants/" + tenant);
        });
  }

  /** A repetition finds its transaction by the tenant's id: the id follows from the key. */
  private TenantId fresh(Call call) {
    Optional<IdempotencyKey> key = Writes.key(call);
    return key.isPresent()
        ? TenantId.named(
            Sha256.of(
                    "hermesx-service/tenant/v1",
                    (key.get().scope() + "\n" + key.get().value()).getBytes(StandardCharsets.UTF_8))
                .hex())
        : new TenantId(keys.freshId());
  }

  private Reply list(Call call) {
    requirePlatform(call);
    Page page = Page.of(call);
    return page.reply(
        writes.looking(
            call,
            "tenants.listed",
            event ->
                store.directory().tenants(event, page.afterId().map(TenantId::new), page.fetch())),
        TenantRoutes::json,
        tenant -> tenant.id());
  }

  private Reply find(Call call) {
    requirePlatform(call);
    TenantId tenant = tenant(call);
    onPlatformRecord(call, "tenant.read", Optional.of(tenant));
    return Reply.ok(json(store.forTenant(tenant).tenants().find().orElseThrow(Problems::notFound)));
  }

  private Reply change(Call call) {
    requirePlatform(call);
    TenantId tenant = tenant(call);
    if (store.forTenant(tenant).tenants().find().isEmpty()) {
      throw Problems.notFound();
    }
    onPlatformRecord(call, "tenant.change.requested", Optional.of(tenant));
    return writes.write(
        call,
        tenant,
        change -> {
          Tenant before = change.tx().tenants().find().orElseThrow(Problems::notFound);
          Tenant after = changed(before, call.body());
          Tenant kept =
              change
                  .tx()
                  .tenants()
                  .update(after)
                  .orElseThrow(
                      () ->
                          Problems.conflict(
                              "version_conflict",
                              "The tenant has changed since. Read it again and decide anew."));
          change.audit(
              "tenant.changed",
              event -> event.field("outcome", kept.status().name().toLowerCase(Locale.ROOT)));
          return Reply.ok(json(kept));
        });
  }

  private static Tenant changed(Tenant before, JsonObject body) {
    Tenant after = before;
    if (body.find("version").isPresent() && body.integer("version") != before.version()) {
      throw Problems.conflict(
          "version_conflict", "The tenant has another version. Read it again and decide anew.");
    }
    if (body.find("name").isPresent()) {
      Tenant named = after;
      after = Texts.valid("/name", () -> named.withName(body.string("name")));
    }
    if (body.find("status").isPresent()) {
      after =
          after.withStatus(TenantStatus.valueOf(body.string("status").toUpperCase(Locale.ROOT)));
    }
    if (after.status() == TenantStatus.SUSPENDED && after.id().equals(Platform.TENANT)) {
      throw Problems.conflict(
          "platform_tenant",
          "The platform's own tenant cannot be suspended: nobody could undo it.");
    }
    return after;
  }

  private static void requirePlatform(Call call) {
    if (!Platform.includes(call.caller())) {
      throw Problems.forbidden(
          "platform_only", "Only keys of the platform's own tenant may do this.");
    }
  }

  private static TenantId tenant(Call call) {
    try {
      return new TenantId(call.id("id"));
    } catch (IllegalArgumentException e) {
      throw Problems.notFound();
    }
  }

  private void onPlatformRecord(Call call, String type, Optional<TenantId> subject) {
    writes.record(
        call,
        type,
        event -> subject.isPresent() ? event.field("subject", subject.get().toString()) : event);
  }

  private static JsonObject json(Tenant tenant) {
    return JsonObject.builder()
        .put("id", tenant.id().toString())
        .put("name", tenant.name())
        .put("status", tenant.status().name().toLowerCase(Locale.ROOT))
        .put("version", tenant.version())
        .put("created_at", tenant.createdAt().toString())
        .put("updated_at", tenant.updatedAt().toString())
        .build();
  }
}

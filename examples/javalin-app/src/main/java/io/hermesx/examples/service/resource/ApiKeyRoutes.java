// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.access.Rights;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.auth.PrincipalKind;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.store.Store;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Page;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import io.hermesx.examples.service.http.Writes;
import io.hermesx.examples.service.identity.Scopes;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The API keys of the caller's tenant. */
public final class ApiKeyRoutes implements Resource {

  private final Store store;
  private final Writes writes;
  private final NewKeys keys;

  /** Works on a store. */
  public ApiKeyRoutes(Store store, Writes writes, NewKeys keys) {
    this.store = store;
    this.writes = writes;
    this.keys = keys;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/v1/api-keys")
            .scope(Scopes.KEYS_WRITE)
            .summary("Creates a key with scopes you have yourself; its secret is shown this once")
            .body(
                Schemas.object(
                    "name",
                    Schemas.text(1, 200),
                    "kind",
                    Schemas.oneOf("user", "service"),
                    "principal",
                    Schemas.text(1, 128),
                    "roles?",
                    Schemas.list(Schemas.text(1, 128), 0, 32),
                    "scopes",
                    Schemas.list(Schemas.oneOf(Scopes.all()), 1, 32),
                    "expires_at?",
                    Schemas.format("date-time")))
            .idempotent()
            .answers(201, "The key", NewKeys.SCHEMA)
            .handledBy(this::create),
        Page.on(Route.get("/v1/api-keys"))
            .scope(Scopes.KEYS_READ)
            .summary("Lists the keys, newest first")
            .answers(200, "A page of keys", Page.schema(NewKeys.SCHEMA))
            .handledBy(this::list),
        Route.get("/v1/api-keys/{id}")
            .scope(Scopes.KEYS_READ)
            .summary("Shows a key, never its secret")
            .answers(200, "The key", NewKeys.SCHEMA)
            .handledBy(this::find),
        Route.delete("/v1/api-keys/{id}")
            .scope(Scopes.KEYS_WRITE)
            .summary("Revokes a key, for good and at once")
            .idempotent()
            .answersAs(204, "", "It is revoked")
            .handledBy(this::revoke));
  }

  private Reply create(Call call) {
    NewKeys.Wanted wanted = wanted(call);
    return writes.write(
        call,
        change -> {
          if (wanted.expiresAt().filter(at -> !at.isAfter(change.tx().now())).isPresent()) {
            throw Texts.refused("/expires_at", "is in the past, allowed: the future");
          }
          NewKeys.Issued issued = keys.issue(change, wanted);
          return Reply.json(201, issued.withSecret())
              .remembering(issued.withoutSecret())
              .with("Location", "/v1/api-keys/" + issued.key().id());
        });
  }

  private static NewKeys.Wanted wanted(Call call) {
    JsonObject body = call.body();
    Set<String> scopes = new TreeSet<>(texts(body, "scopes"));
    for (String scope : scopes) {
      if (!call.caller().may(scope)) {
        throw Problems.forbidden(
            "scope_not_yours",
            "Your key does not have the scope " + scope + ", so it cannot pass it on.");
      }
    }
    Principal principal =
        Texts.valid(
            "/principal",
            () ->
                new Principal(
                    PrincipalKind.valueOf(body.string("kind").toUpperCase(Locale.ROOT)),
                    body.string("principal"),
                    Set.of(),
                    new Rights(scopes)));
    Principal withRoles =
        Texts.valid(
            "/roles", () -> principal.withRoles(texts(body, "roles").toArray(String[]::new)));
    String name = Texts.title("/name", body.string("name"));
    Optional<Instant> expiresAt =
        body.find("expires_at")
            .map(value -> Texts.instant("/expires_at", body.string("expires_at")));
    return new NewKeys.Wanted(name, withRoles, expiresAt);
  }

  private static List<String> texts(JsonObject body, String key) {
    Optional<JsonValue> list = body.find(key);
    return list.isPresent() && list.get() instanceof JsonArray array
        ? array.items().stream().map(item -> ((JsonString) item).value()).distinct().toList()
        : List.of();
  }

  private Reply list(Call call) {
    Page page = Page.of(call);
    return store
        .forTenant(call.caller().tenant())
        .readOnly(
            tx ->
                page.reply(
                    tx.apiKeys().list(page.afterId().map(ApiKeyId::new), page.fetch()),
                    key -> NewKeys.json(key, tx.now(), Optional.empty()),
                    ApiKey::id));
  }

  private Reply find(Call call) {
    ApiKeyId id = new ApiKeyId(call.id("id"));
    return store
        .forTenant(call.caller().tenant())
        .readOnly(
            tx ->
                Reply.ok(
                    NewKeys.json(
                        tx.apiKeys().find(id).orElseThrow(Problems::notFound),
                        tx.now(),
                        Optional.empty())));
  }

  private Reply revoke(Call call) {
    ApiKeyId id = new ApiKeyId(call.id("id"));
    return writes.write(
        call,
        change -> {
          if (change.tx().apiKeys().find(id).isEmpty()) {
            throw Problems.notFound();
          }
          if (change.tx().apiKeys().revoke(id)) {
            change.audit("api_key.revoked", event -> event.field("subject", id.toString()));
          }
          return Reply.noContent();
        });
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.access.Rights;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.auth.PrincipalKind;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.auth.apikey.ApiKeySecret;
import io.hermesx.core.auth.apikey.ApiKeyState;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.time.IdSource;
import io.hermesx.examples.service.http.Schemas;
import io.hermesx.examples.service.http.Writes;
import io.hermesx.examples.service.identity.Scopes;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes API keys and shows them: their text once, in the answer that creates them. */
public final class NewKeys {

  /** A key as the API shows it. */
  static final JsonObject SCHEMA =
      Schemas.object(
          "id",
          Schemas.format("uuid"),
          "name",
          Schemas.text(1, 200),
          "principal",
          Schemas.text("Such as user:alice."),
          "roles",
          Schemas.list(Schemas.text("")),
          "scopes",
          Schemas.list(Schemas.text("")),
          "hint",
          Schemas.text("The first characters of the key."),
          "state",
          Schemas.oneOf("active", "expired", "revoked"),
          "created_at",
          Schemas.format("date-time"),
          "expires_at?",
          Schemas.format("date-time"),
          "revoked_at?",
          Schemas.format("date-time"),
          "secret?",
          Schemas.text("The key itself; only in the answer that creates it, never again."));

  private final IdSource ids;
  private final RandomGenerator random;

  /** Draws keys from a source that cannot be guessed. */
  public NewKeys(IdSource ids, RandomGenerator random) {
    this.ids = ids;
    this.random = random;
  }

  UUID freshId() {
    return ids.next();
  }

  /** The person who administers a tenant. */
  static Principal admin(String id) {
    return new Principal(
        PrincipalKind.USER, id, Set.of("admin"), new Rights(Set.copyOf(Scopes.TENANT)));
  }

  /** The first key of a tenant. */
  static Wanted firstOf(Principal admin) {
    return new Wanted("first key", admin, Optional.empty());
  }

  Issued issue(Writes.Change change, Wanted wanted) {
    ApiKeySecret secret = ApiKeySecret.issue(random);
    ApiKey key =
        change
            .tx()
            .apiKeys()
            .create(
                new ApiKey(
                    new ApiKeyId(ids.next()),
                    wanted.name(),
                    wanted.principal(),
                    secret.hint(),
                    change.tx().now(),
                    wanted.expiresAt(),
                    Optional.empty()),
                secret.hash());
    change.audit(
        "api_key.created",
        event ->
            event
                .field("subject", key.id().toString())
                .field("on_behalf_of", key.principal().ref()));
    return new Issued(json(key, change.tx().now(), Optional.empty()), secret, key);
  }

  static JsonObject json(ApiKey key, Instant now, Optional<ApiKeySecret> secret) {
    ApiKeyState state = key.stateAt(now);
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", key.id().toString())
            .put("name", key.name())
            .put("principal", key.principal().ref())
            .put("roles", JsonArray.ofStrings(key.principal().roles().stream().sorted().toList()))
            .put(
                "scopes",
                JsonArray.ofStrings(key.principal().rights().scopes().stream().sorted().toList()))
            .put("hint", key.hint())
            .put("state", state.name().toLowerCase(Locale.ROOT))
            .put("created_at", key.createdAt().toString());
    key.expiresAt().ifPresent(at -> json.put("expires_at", at.toString()));
    key.revokedAt().ifPresent(at -> json.put("revoked_at", at.toString()));
    secret.ifPresent(text -> json.put("secret", text.reveal()));
    return json.build();
  }

  /**
   * A key somebody wants.
   *
   * @param name what people call it
   * @param principal who calls with it
   * @param expiresAt when it ends, if it does
   */
  record Wanted(String name, Principal principal, Optional<Instant> expiresAt) {}

  /**
   * A key that was made.
   *
   * @param withoutSecret what may be kept
   * @param secret its text
   * @param key what the store knows of it
   */
  record Issued(JsonObject withoutSecret, ApiKeySecret secret, ApiKey key) {

    JsonObject withSecret() {
      return json(key, key.createdAt(), Optional.of(secret));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import io.hermesx.core.auth.Principal;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.auth.apikey.ApiKeySecret;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.store.Store;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import io.hermesx.examples.service.config.Configuration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A service in memory on a free port, and a client that knows its admin key. */
final class RunningService implements AutoCloseable {

  private final HttpClient client = HttpClient.newHttpClient();
  private final TestFolder data = new TestFolder();
  private final MemoryDatabase database = new MemoryDatabase();
  private final Service service;

  RunningService(String... variables) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HERMESX_PORT", "0");
    environment.put("HERMESX_LOG_LEVEL", "warn");
    environment.put("HERMESX_DRAIN_SECONDS", "1");
    environment.put("HERMESX_DATA", data.path().toString());
    environment.put("HERMESX_SANDBOX", "none");
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    service = Service.start(Configuration.of(environment), database);
  }

  MemoryDatabase database() {
    return database;
  }

  Store store() {
    return database.store();
  }

  Service service() {
    return service;
  }

  int port() {
    return service.port();
  }

  String adminKey() {
    return service.bootstrapKey().orElseThrow().reveal();
  }

  /** Starts a request with a key, or without one where it is empty. */
  HttpRequest.Builder request(String key, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(30));
    return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  HttpResponse<String> get(String key, String path) {
    return send(request(key, path));
  }

  HttpResponse<String> delete(String key, String path) {
    return send(request(key, path).DELETE());
  }

  HttpResponse<String> send(String key, String method, String path, String body) {
    return send(
        request(key, path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> post(String key, String path, String body) {
    return send(key, "POST", path, body);
  }

  static JsonObject json(HttpResponse<String> response) {
    return JsonObject.parseObject(response.body());
  }

  static String code(HttpResponse<String> response) {
    return json(response).string("code");
  }

  /** Creates a tenant and returns its first key. */
  String tenantKey(String name) {
    HttpResponse<String> created =
        post(adminKey(), "/v1/tenants", JsonObject.of("name", new JsonString(name)).toJson());
    return ((JsonObject) json(created).require("api_key")).string("secret");
  }

  /** Creates a key of the key's tenant for a person with these scopes. */
  String userKey(String key, String user, String scopes) {
    HttpResponse<String> created =
        post(
            key,
            "/v1/api-keys",
            "{\"name\":\"n\",\"kind\":\"user\",\"principal\":\""
                + user
                + "\",\"scopes\":"
                + scopes
                + "}");
    return json(created).string("secret");
  }

  /** Puts a key with one scope into a tenant, past all that checks who may pass on which. */
  String keyWith(TenantId tenant, String scope) {
    ApiKeySecret secret = ApiKeySecret.issue(SystemSources.random());
    ApiKeyId id = new ApiKeyId(IdSource.secure(SystemSources.clock()).next());
    store()
        .forTenant(tenant)
        .run(
            tx ->
                tx.apiKeys()
                    .create(
                        new ApiKey(
                            id,
                            "n",
                            Principal.user("mallory", scope),
                            secret.hint(),
                            tx.now(),
                            Optional.empty(),
                            Optional.empty()),
                        secret.hash()));
    return secret.reveal();
  }

  @Override
  public void close() {
    service.close();
    data.close();
  }
}

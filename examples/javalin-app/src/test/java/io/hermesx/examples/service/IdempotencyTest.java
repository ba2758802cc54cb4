// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import static io.hermesx.examples.service.RunningService.code;
import static io.hermesx.examples.service.RunningService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.store.Sweep;
import io.hermesx.core.tenant.TenantId;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Writes that are repeated under the same Idempotency-Key. */
class IdempotencyTest {

  private static final String SESSION = "{\"title\":\"once\"}";

  private static RunningService service;

  @BeforeAll
  static void start() {
    service = new RunningService();
  }

  @AfterAll
  static void end() {
    service.close();
  }

  @Test
  void write_repeated_isAnsweredAsBeforeAndDoneOnce() {
    String key = service.tenantKey("Once");
    HttpResponse<String> first = post(key, "/v1/sessions", SESSION, "k1");
    HttpResponse<String> again = post(key, "/v1/sessions", "{ \"title\" : \"once\" }", "k1");
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(sessions(key)).isEqualTo(1);
  }

  @Test
  void write_withoutAKey_isDoneEachTime() {
    String key = service.tenantKey("Twice");
    service.post(key, "/v1/sessions", SESSION);
    service.post(key, "/v1/sessions", SESSION);
    assertThat(sessions(key)).isEqualTo(2);
  }

  @Test
  void key_usedForAnotherBody_isRefusedAndNothingIsDone() {
    String key = service.tenantKey("Other body");
    post(key, "/v1/sessions", SESSION, "k1");
    HttpResponse<String> other = post(key, "/v1/sessions", "{\"title\":\"other\"}", "k1");
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(code(other)).isEqualTo("idempotency_key_reused");
    assertThat(sessions(key)).isEqualTo(1);
  }

  @Test
  void key_usedOnAnotherPathOfTheRoute_isRefused() {
    String key = service.tenantKey("Other path");
    String one = json(service.post(key, "/v1/sessions", SESSION)).string("id");
    String two = json(service.post(key, "/v1/sessions", SESSION)).string("id");
    assertThat(delete(key, "/v1/sessions/" + one, "k1").statusCode()).isEqualTo(204);
    assertThat(delete(key, "/v1/sessions/" + two, "k1").statusCode()).isEqualTo(422);
    assertThat(
            delete(key, "/v1/sessions/" + one, "k1").headers().firstValue("Idempotency-Replayed"))
        .hasValue("true");
  }

  @Test
  void key_ofAnotherPrincipalRouteOrTenant_isAnotherKey() {
    String key = service.tenantKey("Scoped");
    String scopes = "[\"sessions:read\",\"sessions:write\"]";
    String alice = service.userKey(key, "alice", scopes);
    String bob = service.userKey(key, "bob", scopes);
    String id = json(post(alice, "/v1/sessions", SESSION, "k1")).string("id");
    assertThat(json(post(bob, "/v1/sessions", SESSION, "k1")).string("id")).isNotEqualTo(id);
    String messages = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    assertThat(post(alice, "/v1/sessions/" + id + "/messages", messages, "k1").statusCode())
        .isEqualTo(201);
    String foreign = service.tenantKey("Scoped elsewhere");
    assertThat(json(post(foreign, "/v1/sessions", SESSION, "k1")).string("id")).isNotEqualTo(id);
  }

  @Test
  void failedWrite_repeated_isTriedAgain() {
    String key = service.tenantKey("Failed");
    String missing = "/v1/sessions/01920000-0000-7000-8000-000000000000";
    assertThat(delete(key, missing, "k1").statusCode()).isEqualTo(404);
    HttpResponse<String> again = delete(key, missing, "k1");
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).isEmpty();
  }

  @Test
  void createdKey_repeated_isAnsweredWithoutItsSecret() {
    String key = service.tenantKey("Secret");
    String body =
        "{\"name\":\"n\",\"kind\":\"user\",\"principal\":\"p\",\"scopes\":[\"usage:read\"]}";
    JsonObject first = json(post(key, "/v1/api-keys", body, "k1"));
    JsonObject again = json(post(key, "/v1/api-keys", body, "k1"));
    assertThat(first.find("secret")).isPresent();
    assertThat(again.find("secret")).isEmpty();
    assertThat(again.string("id")).isEqualTo(first.string("id"));
  }

  @Test
  void createdTenant_repeated_isTheSameTenantOnce() {
    String admin = service.adminKey();
    HttpResponse<String> first = post(admin, "/v1/tenants", "{\"name\":\"Once only\"}", "k1");
    HttpResponse<String> again = post(admin, "/v1/tenants", "{\"name\":\"Once only\"}", "k1");
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(json(again).require("tenant")).isEqualTo(json(first).require("tenant"));
    assertThat(again.body()).doesNotContain("secret");
    assertThat(post(admin, "/v1/tenants", "{\"name\":\"Other\"}", "k1").statusCode())
        .isEqualTo(422);
    assertThat(service.get(admin, "/v1/tenants?limit=200").body()).containsOnlyOnce("Once only");
  }

  @Test
  void createdTenant_repeatedAfterItsAnswerIsForgotten_givesNobodyAnotherKey() {
    try (RunningService later = new RunningService()) {
      HttpRequest.Builder request =
          later
              .request(later.adminKey(), "/v1/tenants")
              .header("Content-Type", "application/json")
              .header("Idempotency-Key", "k1")
              .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"Long ago\"}"));
      String id = ((JsonObject) json(later.send(request)).require("tenant")).string("id");
      later.database().pass(Duration.ofHours(25));
      later.store().sweeps().forEach(Sweep::run);
      HttpResponse<String> again = later.send(request);
      assertThat(again.statusCode()).isEqualTo(409);
      assertThat(code(again)).isEqualTo("tenant_exists");
      int keys =
          later
              .store()
              .forTenant(TenantId.parse(id))
              .readOnly(tx -> tx.apiKeys().list(Optional.empty(), 10).size());
      assertThat(keys).isEqualTo(1);
    }
  }

  @Test
  void key_thatIsNone_isRefused() {
    String key = service.tenantKey("Bad key");
    assertThat(post(key, "/v1/sessions", SESSION, "with space").statusCode()).isEqualTo(400);
    assertThat(post(key, "/v1/sessions", SESSION, "x".repeat(129)).statusCode()).isEqualTo(400);
  }

  @Test
  void sameWrite_fromManyAtOnce_isDoneOnce() throws InterruptedException, ExecutionException {
    String key = service.tenantKey("Race");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<String> write = () -> post(key, "/v1/sessions", SESSION, "race").body();
      List<Future<String>> all =
          threads.invokeAll(IntStream.range(0, 16).mapToObj(i -> write).toList());
      String first = all.get(0).get();
      for (Future<String> one : all) {
        assertThat(one.get()).isEqualTo(first);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(sessions(key)).isEqualTo(1);
  }

  private static int sessions(String key) {
    return ((JsonArray) json(service.get(key, "/v1/sessions")).require("data")).items().size();
  }

  private static HttpResponse<String> post(
      String key, String path, String body, String idempotencyKey) {
    return service.send(
        service
            .request(key, path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> delete(String key, String path, String idempotencyKey) {
    return service.send(
        service.request(key, path).header("Idempotency-Key", idempotencyKey).DELETE());
  }
}

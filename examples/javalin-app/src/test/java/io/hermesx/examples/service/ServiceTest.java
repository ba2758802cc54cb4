// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import static io.hermesx.examples.service.RunningService.code;
import static io.hermesx.examples.service.RunningService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.auth.apikey.ApiKeySecret;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.time.SystemSources;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The routes over real HTTP, each as whoever may and whoever may not. */
class ServiceTest {

  private static RunningService service;
  private static String admin;
  private static String acme;
  private static String globex;

  @BeforeAll
  static void start() {
    service = new RunningService("HERMESX_TRUST_LOCAL_PROCESS", "true");
    admin = service.adminKey();
    acme = service.tenantKey("Acme");
    globex = service.tenantKey("Globex");
  }

  @AfterAll
  static void end() {
    service.close();
  }

  @Test
  void health_withoutKey_answersOk() {
    for (String path : new String[] {"/v1/health", "/v1/health/live", "/v1/health/ready"}) {
      assertThat(service.get("", path).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void me_ofBootstrapKey_isThePlatformsAdmin() {
    JsonObject me = json(service.get(admin, "/v1/me"));
    assertThat(me.string("principal")).isEqualTo("user:admin");
    assertThat(((JsonArray) me.require("scopes")).toJson()).contains("tenants:admin");
  }

  @Test
  void tenant_created_answersWithAKeyThatWorksAndCannotAdminister() {
    assertThat(json(service.get(acme, "/v1/me")).string("principal")).isEqualTo("user:admin");
    HttpResponse<String> refused = service.get(acme, "/v1/tenants");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(code(refused)).isEqualTo("scope_missing");
    assertThat(refused.body()).contains("tenants:admin");
  }

  @Test
  void tenant_suspended_locksItsKeysOutUntilItIsResumed() {
    String key = service.tenantKey("Suspended");
    String id = json(service.get(key, "/v1/me")).string("tenant");
    service.send(admin, "PATCH", "/v1/tenants/" + id, "{\"status\":\"suspended\"}");
    HttpResponse<String> locked = service.get(key, "/v1/me");
    assertThat(locked.statusCode()).isEqualTo(403);
    assertThat(code(locked)).isEqualTo("tenant_suspended");
    service.send(admin, "PATCH", "/v1/tenants/" + id, "{\"status\":\"active\"}");
    assertThat(service.get(key, "/v1/me").statusCode()).isEqualTo(200);
  }

  @Test
  void tenant_changedOnAnOldVersion_isAConflict() {
    String id = json(service.get(service.tenantKey("Versioned"), "/v1/me")).string("tenant");
    String path = "/v1/tenants/" + id;
    assertThat(service.send(admin, "PATCH", path, "{\"name\":\"B\",\"version\":1}").statusCode())
        .isEqualTo(200);
    HttpResponse<String> late =
        service.send(admin, "PATCH", path, "{\"name\":\"C\",\"version\":1}");
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(code(late)).isEqualTo("version_conflict");
    assertThat(json(service.get(admin, path)).string("name")).isEqualTo("B");
  }

  @Test
  void platformTenant_suspended_isRefused() {
    String id = json(service.get(admin, "/v1/me")).string("tenant");
    HttpResponse<String> refused =
        service.send(admin, "PATCH", "/v1/tenants/" + id, "{\"status\":\"suspended\"}");
    assertThat(code(refused)).isEqualTo("platform_tenant");
    assertThat(service.get(admin, "/v1/me").statusCode()).isEqualTo(200);
  }

  @Test
  void tenantsList_ofTheAdmin_isOnRecordInThePlatformsTrail() {
    service.get(admin, "/v1/tenants");
    service.post(admin, "/v1/audit-logs/verify", "{}");
    assertThat(wholeTrail(admin)).contains("tenants.listed");
  }

  @Test
  void apiKey_created_showsItsSecretOnceAndPassesOnOnlyWhatItsMakerHas() {
    HttpResponse<String> created =
        service.post(
            acme,
            "/v1/api-keys",
            "{\"name\":\"k\",\"kind\":\"service\",\"principal\":\"nightly\","
                + "\"scopes\":[\"usage:read\"]}");
    assertThat(created.statusCode()).isEqualTo(201);
    JsonObject key = json(created);
    String secret = key.string("secret");
    String path = "/v1/api-keys/" + key.string("id");
    assertThat(created.headers().firstValue("Location")).hasValue(path);
    assertThat(service.get(acme, path).body()).doesNotContain(secret).contains("\"active\"");
    assertThat(service.get(secret, "/v1/usage").statusCode()).isEqualTo(200);
    assertThat(service.get(secret, "/v1/audit-logs").statusCode()).isEqualTo(403);
    HttpResponse<String> more =
        service.post(
            acme,
            "/v1/api-keys",
            "{\"name\":\"k\",\"kind\":\"user\",\"principal\":\"x\","
                + "\"scopes\":[\"tenants:admin\"]}");
    assertThat(code(more)).isEqualTo("scope_not_yours");
  }

  @Test
  void apiKey_revoked_opensNothingAtOnce() {
    String key = service.userKey(acme, "rita", "[\"usage:read\"]");
    String id = json(service.get(key, "/v1/me")).string("api_key_id");
    assertThat(service.delete(acme, "/v1/api-keys/" + id).statusCode()).isEqualTo(204);
    HttpResponse<String> refused = service.get(key, "/v1/usage");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(code(refused)).isEqualTo("key_revoked");
    assertThat(service.delete(acme, "/v1/api-keys/" + id).statusCode()).isEqualTo(204);
  }

  @Test
  void apiKey_whoseTimeIsOver_opensNothingAndCostsNothing() {
    try (RunningService own = new RunningService()) {
      Instant end = SystemSources.clock().instant().plus(Duration.ofHours(1));
      String key =
          json(own.post(
                  own.adminKey(),
                  "/v1/api-keys",
                  "{\"name\":\"k\",\"kind\":\"user\",\"principal\":\"ed\","
                      + "\"scopes\":[\"models:chat\"],\"expires_at\":\""
                      + end
                      + "\"}"))
              .string("secret");
      assertThat(own.get(key, "/v1/me").statusCode()).isEqualTo(200);
      own.database().pass(Duration.ofHours(2));
      HttpResponse<String> refused =
          own.post(
              key,
              "/v1/chat/completions",
              "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(code(refused)).isEqualTo("key_expired");
      assertThat(own.get(own.adminKey(), "/v1/execution-receipts").body()).contains("\"data\":[]");
    }
  }

  @Test
  void apiKey_thatIsNone_isRefusedWithAChallenge() {
    HttpResponse<String> missing = service.get("", "/v1/me");
    assertThat(missing.statusCode()).isEqualTo(401);
    assertThat(code(missing)).isEqualTo("key_missing");
    assertThat(missing.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(code(service.get("nonsense", "/v1/me"))).isEqualTo("key_malformed");
    String typo = acme.substring(0, 20) + "xx" + acme.substring(22);
    assertThat(code(service.get(typo, "/v1/me"))).isEqualTo("key_malformed");
    String unknown = ApiKeySecret.issue(SystemSources.random()).reveal();
    assertThat(code(service.get(unknown, "/v1/me"))).isEqualTo("key_unknown");
  }

  @Test
  void apiKey_withAnExpiryInThePast_isRefusedWithItsPlace() {
    HttpResponse<String> refused =
        service.post(
            acme,
            "/v1/api-keys",
            "{\"name\":\"k\",\"kind\":\"user\",\"principal\":\"x\",\"scopes\":[\"usage:read\"],"
                + "\"expires_at\":\"2020-01-01T00:00:00Z\"}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"pointer\":\"/expires_at\"");
  }

  @Test
  void session_writtenAndEnded_keepsItsMessagesAndTakesNoMore() {
    String id = json(service.post(acme, "/v1/sessions", "{\"title\":\"T\"}")).string("id");
    String messages = "/v1/sessions/" + id + "/messages";
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
            + "{\"role\":\"assistant\",\"content\":\"b\"}]}";
    assertThat(json(service.post(acme, messages, body)).integer("last_seq")).isEqualTo(2);
    assertThat(service.delete(acme, "/v1/sessions/" + id).statusCode()).isEqualTo(204);
    HttpResponse<String> late = service.post(acme, messages, body);
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(code(late)).isEqualTo("session_ended");
    HttpResponse<String> listed = service.get(acme, messages + "?limit=1");
    assertThat(listed.body()).contains("\"a\"").doesNotContain("\"b\"");
    String next = json(listed).string("next_page_token");
    assertThat(service.get(acme, messages + "?limit=1&page_token=" + next).body())
        .contains("\"b\"")
        .contains("\"next_page_token\":\"\"");
  }

  @Test
  void pageToken_ofAPlaceThatNoListHas_isRefused() {
    String list = "/v1/audit-logs?limit=1";
    String token = json(service.get(acme, list)).string("next_page_token");
    byte[] bound = Arrays.copyOf(Base64.getUrlDecoder().decode(token), 16);
    for (String place : List.of("-2", "" + Long.MIN_VALUE, "" + Long.MAX_VALUE)) {
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      octets.writeBytes(bound);
      octets.writeBytes(place.getBytes(StandardCharsets.US_ASCII));
      String forged = Base64.getUrlEncoder().encodeToString(octets.toByteArray());
      HttpResponse<String> answer = service.get(acme, list + "&page_token=" + forged);
      assertThat(answer.statusCode()).as(place).isEqualTo(400);
      assertThat(code(answer)).isEqualTo("invalid_page_token");
    }
  }

  @Test
  void session_ofAnotherPrincipalOfTheTenant_isNotFound() {
    String id = json(service.post(acme, "/v1/sessions", "{\"title\":\"mine\"}")).string("id");
    String other = service.userKey(acme, "otto", "[\"sessions:read\",\"sessions:write\"]");
    assertThat(service.get(other, "/v1/sessions/" + id).statusCode()).isEqualTo(404);
    assertThat(service.delete(other, "/v1/sessions/" + id).statusCode()).isEqualTo(404);
    assertThat(service.get(other, "/v1/sessions").body()).doesNotContain(id);
  }

  @Test
  void foreignId_inEveryPlace_readsAsAMissingOne() {
    String session = json(service.post(acme, "/v1/sessions", "{\"title\":\"T\"}")).string("id");
    String key = json(service.get(acme, "/v1/me")).string("api_key_id");
    String missing = "01920000-0000-7000-8000-000000000000";
    assertSame("GET", "/v1/sessions/%s", session, missing);
    assertSame("DELETE", "/v1/sessions/%s", session, missing);
    assertSame("GET", "/v1/sessions/%s/messages", session, missing);
    assertSame("GET", "/v1/api-keys/%s", key, missing);
    assertSame("DELETE", "/v1/api-keys/%s", key, missing);
    assertSame("GET", "/v1/api-keys/%s", "no-uuid", missing);
    assertThat(service.get(acme, "/v1/sessions/" + session).statusCode()).isEqualTo(200);
  }

  private static void assertSame(String method, String path, String foreign, String missing) {
    HttpResponse<String> one = asGlobex(method, String.format(path, foreign));
    HttpResponse<String> other = asGlobex(method, String.format(path, missing));
    assertThat(one.statusCode()).isEqualTo(404);
    assertThat(one.body()).isEqualTo(other.body());
    assertThat(one.headers().firstValue("Content-Type"))
        .isEqualTo(other.headers().firstValue("Content-Type"));
  }

  private static HttpResponse<String> asGlobex(String method, String path) {
    return service.send(
        service
            .request(globex, path)
            .header("X-Request-Id", "same")
            .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void approvalDecision_ofAnUnknownId_isNotFound() {
    HttpResponse<String> refused =
        service.post(
            acme,
            "/v1/approvals/01920000-0000-7000-8000-000000000000/decision",
            "{\"decision\":\"approve\"}");
    assertThat(code(refused)).isEqualTo("not_found");
    assertThat(service.get(acme, "/v1/approvals").statusCode()).isEqualTo(200);
  }

  @Test
  void approval_ofAShellCall_isDecidedByAnotherPersonOnce() {
    String caller = service.userKey(acme, "carol", "[\"tools:invoke\",\"approvals:decide\"]");
    String call = "{\"arguments\":{\"command\":\"true\"}}";
    HttpResponse<String> asked = service.post(caller, "/v1/tools/shell/invoke", call);
    assertThat(asked.statusCode()).isEqualTo(202);
    String path = "/v1/approvals/" + json(asked).string("approval_id");
    assertThat(service.get(acme, "/v1/approvals").body()).contains("\"pending\"");
    assertThat(code(service.post(caller, path + "/decision", "{\"decision\":\"approve\"}")))
        .isEqualTo("four_eyes");
    assertThat(service.get(globex, path).statusCode()).isEqualTo(404);
    assertThat(code(service.post(globex, path + "/decision", "{\"decision\":\"approve\"}")))
        .isEqualTo("not_found");
    JsonObject decided = json(service.post(acme, path + "/decision", "{\"decision\":\"approve\"}"));
    assertThat(decided.string("state")).isEqualTo("approved");
    assertThat(decided.string("decided_by")).isEqualTo("user:admin");
    assertThat(service.post(acme, path + "/decision", "{\"decision\":\"approve\"}").statusCode())
        .isEqualTo(200);
    assertThat(code(service.post(acme, path + "/decision", "{\"decision\":\"refuse\"}")))
        .isEqualTo("already_decided");
  }

  @Test
  void approval_byAServicesKey_isRefused() {
    String caller = service.userKey(acme, "dora", "[\"tools:invoke\"]");
    HttpResponse<String> asked =
        service.post(caller, "/v1/tools/shell/invoke", "{\"arguments\":{\"command\":\"false\"}}");
    String robot =
        json(service.post(
                acme,
                "/v1/api-keys",
                "{\"name\":\"r\",\"kind\":\"service\",\"principal\":\"robot\","
                    + "\"scopes\":[\"approvals:decide\"]}"))
            .string("secret");
    String path = "/v1/approvals/" + json(asked).string("approval_id") + "/decision";
    assertThat(code(service.post(robot, path, "{\"decision\":\"approve\"}")))
        .isEqualTo("four_eyes");
  }

  @Test
  void receipt_ofAChat_isListedAndShownWithoutWhatWasSaid() {
    String key = service.tenantKey("Receipts");
    String asked =
        "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hush-hush\"}]}";
    assertThat(service.post(key, "/v1/chat/completions", asked).statusCode()).isEqualTo(200);
    HttpResponse<String> listed = service.get(key, "/v1/execution-receipts");
    JsonArray data = (JsonArray) json(listed).require("data");
    assertThat(data.items()).hasSize(1);
    String path = "/v1/execution-receipts/" + ((JsonObject) data.items().get(0)).string("id");
    assertThat(service.get(key, path).body())
        .contains("\"state\":\"final\"", "\"kind\":\"model\"")
        .doesNotContain("hush-hush");
    assertThat(service.get(globex, path).statusCode()).isEqualTo(404);
    JsonObject totals = (JsonObject) json(service.get(key, "/v1/usage")).require("totals");
    assertThat(totals.integer("calls")).isEqualTo(1);
  }

  @Test
  void pageToken_ofAnotherTenantRouteOrPath_isRefused() {
    String key = service.tenantKey("Pages");
    for (int i = 0; i < 3; i++) {
      service.post(key, "/v1/sessions", "{\"title\":\"s" + i + "\"}");
    }
    String token = json(service.get(key, "/v1/sessions?limit=1")).string("next_page_token");
    String second = service.get(key, "/v1/sessions?limit=1&page_token=" + token).body();
    assertThat(second).contains("\"s1\"");
    assertThat(code(service.get(acme, "/v1/sessions?page_token=" + token)))
        .isEqualTo("invalid_page_token");
    assertThat(code(service.get(key, "/v1/api-keys?page_token=" + token)))
        .isEqualTo("invalid_page_token");
    assertThat(code(service.get(key, "/v1/audit-logs?page_token=" + token)))
        .isEqualTo("invalid_page_token");
  }

  @Test
  void usage_ofAFreshTenant_isNothingAndShowsItsBudget() {
    JsonObject usage = json(service.get(globex, "/v1/usage"));
    assertThat(((JsonObject) usage.require("totals")).integer("calls")).isZero();
    assertThat(usage.toJson()).contains("\"limit\":\"10000000000\"");
    assertThat(service.get(globex, "/v1/usage?from=yesterday").statusCode()).isEqualTo(400);
    assertThat(
            service
                .get(globex, "/v1/usage?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void auditTrail_afterChanges_verifiesAndHoldsEventsWithoutTexts() {
    String key = service.tenantKey("Trail");
    service.post(key, "/v1/sessions", "{\"title\":\"secret title\"}");
    JsonObject verified = json(service.post(key, "/v1/audit-logs/verify", "{}"));
    assertThat(verified.bool("intact")).isTrue();
    assertThat(wholeTrail(key))
        .contains("tenant.created", "api_key.created", "session.created")
        .doesNotContain("secret title", "Trail");
  }

  private static String wholeTrail(String key) {
    StringBuilder all = new StringBuilder();
    String token = "";
    do {
      JsonObject page = json(service.get(key, "/v1/audit-logs?limit=2&page_token=" + token));
      all.append(page.toJson());
      token = page.string("next_page_token");
    } while (!token.isEmpty());
    return all.toString();
  }

  @Test
  void receipts_ofAFreshTenant_areNone() {
    assertThat(service.get(globex, "/v1/execution-receipts").body())
        .isEqualTo("{\"data\":[],\"next_page_token\":\"\"}");
  }

  @Test
  void metrics_afterRequests_countThemAndAreForThePlatformOnly() {
    try (RunningService own = new RunningService()) {
      String tenant = own.tenantKey("Measured");
      String asked = "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
      assertThat(own.post(tenant, "/v1/chat/completions", asked).statusCode()).isEqualTo(200);
      own.post(tenant, "/v1/tools/nothing/invoke", "{\"arguments\":{}}");
      assertThat(own.get(own.adminKey(), "/v1/metrics").body())
          .contains("hermesx_guarded_calls_total{kind=\"model\",outcome=\"executed\"} 1.0")
          .contains("hermesx_guarded_calls_total{kind=\"tool\",outcome=\"denied\"} 1.0")
          .contains("hermesx_denials_total{code=\"tool_unknown\"} 1.0")
          .contains("hermesx_tokens_total{kind=\"output\"}")
          .contains("hermesx_cost_usd_total")
          .contains("hermesx_http_requests_seconds_bucket")
          .contains("hermesx_audit_stage_lag_seconds");
      assertThat(own.get(tenant, "/v1/metrics").statusCode()).isEqualTo(403);
    }
  }
}

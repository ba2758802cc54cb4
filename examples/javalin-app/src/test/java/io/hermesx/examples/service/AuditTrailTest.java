// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import static io.hermesx.examples.service.RunningService.code;
import static io.hermesx.examples.service.RunningService.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.SignedAuditChain;
import io.hermesx.audit.note.Note;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.audit.proof.ConsistencyProof;
import io.hermesx.audit.proof.InclusionReceipt;
import io.hermesx.core.Sha256;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The audit routes, as an auditor of one tenant and of another. */
class AuditTrailTest {

  private static final String MISSING = "01920000-0000-7000-8000-000000000000";

  private static RunningService service;
  private static String acme;
  private static String globex;
  private static TrustPolicy trust;

  @BeforeAll
  static void start() {
    service = new RunningService();
    acme = service.tenantKey("Acme");
    globex = service.tenantKey("Globex");
    trust = TrustPolicy.read(service.service().auditPolicy());
    for (int i = 0; i < 6; i++) {
      service.post(acme, "/v1/sessions", "{\"title\":\"T\"}");
      service.post(acme, "/v1/tools/clock/invoke", "{\"arguments\":{}}");
      service.post(acme, "/v1/tools/nothing/invoke", "{\"arguments\":{}}");
    }
    sequence(acme);
  }

  @AfterAll
  static void end() {
    service.close();
  }

  private static void sequence(String key) {
    service.post(key, "/v1/audit-logs/verify", "{}");
  }

  private static List<JsonObject> page(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return ((JsonArray) json(answer).require("data"))
        .items().stream().map(JsonObject.class::cast).toList();
  }

  private static List<JsonObject> trail(String key) {
    return page(service.get(key, "/v1/audit-logs?limit=200"));
  }

  private static JsonObject header(JsonObject event) {
    return (JsonObject) event.require("header");
  }

  private static HttpResponse<String> text(String path) {
    return service.send(service.request(acme, path).header("Accept", "text/plain"));
  }

  @Test
  void proof_ofAnEvent_isVerifiedWithThePolicyAlone() {
    JsonObject event = trail(acme).get(3);
    JsonObject proof =
        json(service.get(acme, "/v1/audit-logs/" + event.string("event_id") + "/proof"));
    byte[] header = Base64.getDecoder().decode(proof.string("header_base64"));
    InclusionReceipt receipt = InclusionReceipt.parse(proof.string("receipt").getBytes(UTF_8));
    String origin = "hermesx-example.local/service/" + tenant(acme);

    assertThat(proof.string("origin")).isEqualTo(origin);
    assertThat(proof.integer("seq")).isEqualTo(3);
    assertThat(header).isEqualTo(Base64.getDecoder().decode(event.string("header_base64")));
    assertThat(receipt.verify(header, origin, trust).faults()).isEmpty();
    header[header.length - 3] ^= 1;
    assertThat(receipt.verify(header, origin, trust).faults()).isNotEmpty();
  }

  private static String tenant(String key) {
    return json(service.get(key, "/v1/me")).string("tenant");
  }

  @Test
  void proof_askedForAsText_isTheReceipt() {
    String path = "/v1/audit-logs/" + trail(acme).get(0).string("event_id") + "/proof";
    HttpResponse<String> answer = text(path);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    assertThat(InclusionReceipt.parse(answer.body().getBytes(UTF_8)).proof().index()).isZero();
  }

  @Test
  void event_ofAnotherTenant_readsAsAMissingOne() {
    String id = trail(acme).get(0).string("event_id");
    assertThat(service.get(acme, "/v1/audit-logs/" + id).statusCode()).isEqualTo(200);
    for (String path : List.of("/v1/audit-logs/%s", "/v1/audit-logs/%s/proof")) {
      HttpResponse<String> foreign = asGlobex(String.format(path, id));
      HttpResponse<String> missing = asGlobex(String.format(path, MISSING));
      assertThat(foreign.statusCode()).isEqualTo(404);
      assertThat(foreign.body()).isEqualTo(missing.body());
    }
  }

  private static HttpResponse<String> asGlobex(String path) {
    return service.send(service.request(globex, path).header("X-Request-Id", "same"));
  }

  @Test
  void auditRoutes_withoutTheScope_areClosed() {
    String key = service.userKey(acme, "nosy", "[\"usage:read\"]");
    for (String path : List.of("", "/checkpoint", "/consistency", "/export", "/" + MISSING)) {
      HttpResponse<String> refused = service.get(key, "/v1/audit-logs" + path);
      assertThat(code(refused)).as(path).isEqualTo("scope_missing");
    }
    assertThat(code(service.get(acme, "/v1/audit-status"))).isEqualTo("scope_missing");
  }

  @Test
  void checkpoints_ofAGrowingTrail_areSignedByBothKeysAndConsistent() {
    String key = service.tenantKey("Growing");
    sequence(key);
    SignedCheckpoint early = checkpoint(key);
    service.post(key, "/v1/sessions", "{\"title\":\"T\"}");
    sequence(key);
    SignedCheckpoint late = checkpoint(key);
    assertThat(trust.check(early).generations()).containsExactly(0);
    assertThat(trust.check(late).generations()).containsExactly(0);
    long from = early.checkpoint().size();
    long to = late.checkpoint().size();
    assertThat(to).isGreaterThan(from);
    JsonObject proof =
        json(service.get(key, "/v1/audit-logs/consistency?from=" + from + "&to=" + to));
    List<Sha256> hashes =
        ((JsonArray) proof.require("hashes"))
            .items().stream()
                .map(text -> Base64.getDecoder().decode(((JsonString) text).value()))
                .map(Sha256::wrap)
                .toList();
    ConsistencyProof read = new ConsistencyProof(from, to, hashes);
    assertThat(read.verify(early.checkpoint().root(), late.checkpoint().root())).isTrue();
    assertThat(read.verify(late.checkpoint().root(), early.checkpoint().root())).isFalse();
  }

  private static SignedCheckpoint checkpoint(String key) {
    JsonObject answer = json(service.get(key, "/v1/audit-logs/checkpoint"));
    byte[] note = answer.string("note").getBytes(UTF_8);
    assertThat(Note.parse(note).text()).contains(answer.string("origin"));
    return SignedCheckpoint.parse(note);
  }

  @Test
  void consistency_ofSizesThatAreNone_isRefusedWithWhatIsAllowed() {
    for (String query :
        List.of("", "?from=0&to=1", "?from=2&to=1", "?from=1&to=99999", "?from=x")) {
      HttpResponse<String> refused = service.get(acme, "/v1/audit-logs/consistency" + query);
      assertThat(refused.statusCode()).as(query).isEqualTo(400);
      assertThat(code(refused)).isEqualTo("invalid_request");
    }
  }

  @Test
  void filters_ofAnyCombination_leaveWhatANaiveFilterLeaves() {
    List<JsonObject> all = trail(acme);
    Random random = new Random(7);
    List<String> names = List.of("type", "actor", "tool", "run_id", "outcome", "decision");
    for (int round = 0; round < 60; round++) {
      Map<String, String> filters = new TreeMap<>();
      JsonObject like = header(all.get(random.nextInt(all.size())));
      names.stream()
          .filter(name -> random.nextInt(3) == 0 && like.find(name).isPresent())
          .forEach(name -> filters.put(name, like.string(name)));
      List<String> expected =
          all.stream().filter(event -> has(event, filters)).map(this::id).toList();
      assertThat(filtered(filters, 1 + random.nextInt(7)))
          .as(filters.toString())
          .isEqualTo(expected);
    }
  }

  private String id(JsonObject event) {
    return event.string("event_id");
  }

  private static boolean has(JsonObject event, Map<String, String> filters) {
    JsonObject header = header(event);
    return filters.entrySet().stream()
        .allMatch(
            filter ->
                header.find(filter.getKey()).isPresent()
                    && header.string(filter.getKey()).equals(filter.getValue()));
  }

  private List<String> filtered(Map<String, String> filters, int limit) {
    StringBuilder query = new StringBuilder("/v1/audit-logs?limit=" + limit);
    filters.forEach(
        (name, value) ->
            query.append('&').append(name).append('=').append(URLEncoder.encode(value, UTF_8)));
    List<String> ids = new ArrayList<>();
    String token = "";
    do {
      HttpResponse<String> answer = service.get(acme, query + "&page_token=" + token);
      page(answer).forEach(event -> ids.add(id(event)));
      token = json(answer).string("next_page_token");
    } while (!token.isEmpty());
    return ids;
  }

  @Test
  void filters_byTime_beginAndEndWhereTheySay() {
    assertThat(page(service.get(acme, "/v1/audit-logs?from=2999-01-01T00:00:00Z"))).isEmpty();
    assertThat(page(service.get(acme, "/v1/audit-logs?to=2020-01-01T00:00:00Z"))).isEmpty();
    assertThat(page(service.get(acme, "/v1/audit-logs?from=2020-01-01T00:00:00Z&limit=200")))
        .hasSameSizeAs(trail(acme));
  }

  @Test
  void filters_thatAreNone_areRefusedWithoutTheirValue() {
    for (String query :
        List.of("type=", "actor=with%20space", "from=yesterday", "to=1", "colour=red")) {
      HttpResponse<String> refused = service.get(acme, "/v1/audit-logs?" + query);
      assertThat(code(refused)).as(query).isEqualTo("invalid_request");
      assertThat(refused.body()).doesNotContain("with space").doesNotContain("yesterday");
    }
  }

  @Test
  void pageToken_ofOtherFilters_isRefused() {
    String token = json(service.get(acme, "/v1/audit-logs?limit=1")).string("next_page_token");
    HttpResponse<String> refused =
        service.get(acme, "/v1/audit-logs?limit=1&tool=clock&page_token=" + token);
    assertThat(code(refused)).isEqualTo("invalid_page_token");
  }

  @Test
  void export_ofATenant_isItsWholeTrailAndNobodyElses() {
    HttpResponse<String> bundle = service.get(acme, "/v1/audit-logs/export");
    assertThat(bundle.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    List<String> lines = bundle.body().lines().toList();
    assertThat(lines.get(0)).contains("hermesx-example.local/service");
    assertThat(lines.get(lines.size() - 1)).contains("end");
    assertThat(bundle.body()).contains(tenant(acme)).doesNotContain(tenant(globex));
    assertThat(lines.stream().filter(line -> line.contains("checkpoint"))).isNotEmpty();
  }

  @Test
  void export_ofTheOperator_hasTheLogOfLogsAndItsAnchors() {
    String logOfLogs = "service/" + SignedAuditChain.LOG_OF_LOGS;
    assertThat(service.get(service.adminKey(), "/v1/audit-logs/export").body())
        .contains(logOfLogs)
        .contains("\"kind\":\"anchor\"");
    String auditor = service.userKey(service.adminKey(), "aud", "[\"audit:read\"]");
    assertThat(service.get(auditor, "/v1/audit-logs/export").body()).doesNotContain(logOfLogs);
    assertThat(service.get(acme, "/v1/audit-logs/export").body()).doesNotContain(logOfLogs);
  }

  @Test
  void status_forTheOperator_saysHowFarTheRecordIsSigned() {
    JsonObject status = json(service.get(service.adminKey(), "/v1/audit-status"));
    assertThat(status.require("anchors").toJson()).contains("\"name\":\"file\"");
    assertThat(service.get(service.adminKey(), "/v1/metrics").body())
        .contains("hermesx_audit_signature_age_seconds")
        .contains("hermesx_audit_anchor_age_seconds")
        .contains("hermesx_audit_signing_failures 0.0")
        .contains("hermesx_audit_anchor_failures 0.0");
  }
}

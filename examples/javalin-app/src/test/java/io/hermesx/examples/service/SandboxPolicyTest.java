// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import static io.hermesx.examples.service.RunningService.code;
import static io.hermesx.examples.service.RunningService.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.examples.service.identity.Platform;
import io.hermesx.examples.service.identity.Scopes;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox policies of tenants over HTTP, by whoever runs the service and by nobody else. */
class SandboxPolicyTest {

  private static final String PATH = "/admin/v1/sandbox-policy";
  private static final String SMALLEST =
      "{\"wall_ms\":1,\"cpu_ms\":1,\"memory_bytes\":1048576,\"processes\":1,\"disk_bytes\":4096,"
          + "\"files\":16,\"open_files\":16,\"output_bytes\":1024,\"max_output_bytes\":1024}";
  private static final String LARGEST =
      "{\"wall_ms\":86400000,\"cpu_ms\":86400000,\"memory_bytes\":1099511627776,"
          + "\"processes\":100000,\"disk_bytes\":1099511627776,\"files\":10000000,"
          + "\"open_files\":1000000,\"output_bytes\":67108864,\"max_output_bytes\":1099511627776}";

  private static RunningService service;

  private String key;
  private TenantId tenant;
  private String path;

  @BeforeAll
  static void start() {
    service = new RunningService();
  }

  @AfterAll
  static void end() {
    service.close();
  }

  @BeforeEach
  void createTenant() {
    key = service.tenantKey("Acme");
    tenant = TenantId.parse(json(service.get(key, "/v1/me")).string("tenant"));
    path = PATH + "?tenant=" + tenant;
  }

  @Test
  void policy_setReadReplacedAndRemoved_isWhatTheStoreHas() {
    assertThat(code(admin("GET", path, ""))).isEqualTo("not_found");

    HttpResponse<String> set =
        admin("PUT", path, body(0, SMALLEST, ",\"tools\":[\"shell\"]", "[\"net_none\"]"));

    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
    assertThat(json(set).integer("version")).isEqualTo(1);
    assertThat(admin("GET", path, "").body()).isEqualTo(set.body());
    SandboxPolicy kept = stored();
    assertThat(kept.tools()).contains(Set.of("shell"));
    assertThat(kept.required()).containsExactly(Guarantee.NET_NONE);
    assertThat(kept.limits().processes()).isEqualTo(1);

    assertThat(admin("PUT", path, body(1, LARGEST, "", "[]")).statusCode()).isEqualTo(200);
    assertThat(stored().tools()).isEmpty();
    assertThat(json(admin("GET", path, "")).find("tools")).isEmpty();
    assertThat(((JsonObject) json(admin("GET", path, "")).require("limits")).toJson())
        .isEqualTo(LARGEST);

    assertThat(admin("DELETE", path + "&version=2", "").statusCode()).isEqualTo(204);
    assertThat(code(admin("GET", path, ""))).isEqualTo("not_found");
    assertThat(json(admin("PUT", path, body(0, SMALLEST, "", "[]"))).integer("version"))
        .isEqualTo(4);
  }

  @Test
  void changes_areInTheTrailsOfTheTenantAndOfThePlatform() {
    admin("PUT", path, body(0, SMALLEST, "", "[]"));
    admin("DELETE", path + "&version=1", "");

    assertThat(trail(tenant))
        .contains("\"sandbox_policy.changed\"", "\"sandbox_policy.removed\"")
        .contains("\"outcome\":\"enabled\"");
    assertThat(trail(Platform.TENANT))
        .contains("\"sandbox_policy.change.requested\"", tenant.toString());
  }

  /**
   * All that is on record of a tenant: what waits for its place first, so that nothing is missed.
   */
  private static String trail(TenantId of) {
    AuditLog log = service.store().auditLog();
    StringBuilder all = new StringBuilder();
    log.staged(of, 10_000).forEach(event -> all.append(new String(event.octets(), UTF_8)));
    log.read(of, 0, 10_000).forEach(entry -> all.append(new String(entry.header(), UTF_8)));
    return all.toString();
  }

  @Test
  void version_thatIsStale_changesNothing() {
    admin("PUT", path, body(0, SMALLEST, "", "[]"));
    SandboxPolicy before = stored();

    for (long version : List.of(0L, 2L, 2_147_483_647L)) {
      HttpResponse<String> refused = admin("PUT", path, body(version, LARGEST, "", "[]"));
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(code(refused)).isEqualTo("version_conflict");
    }
    assertThat(code(admin("DELETE", path + "&version=2", ""))).isEqualTo("version_conflict");
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void tenantsOwnKey_evenWithEveryScopeOfATenant_isRefused() {
    for (String method : List.of("GET", "PUT", "DELETE")) {
      String target = method.equals("DELETE") ? path + "&version=1" : path;
      HttpResponse<String> refused = send(key, method, target, body(0, LARGEST, "", "[]"));
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(code(refused)).isEqualTo("scope_missing");
    }
    assertThat(service.store().forTenant(tenant).sandboxPolicies().find()).isEmpty();
  }

  @Test
  void keyOfAnotherTenantThatHasTheScope_isRefusedByTenant() {
    String forged = service.keyWith(tenant, Scopes.TENANTS_ADMIN);
    for (String method : List.of("GET", "PUT", "DELETE")) {
      assertThat(code(send(forged, method, path, body(0, LARGEST, "", "[]"))))
          .isEqualTo("platform_only");
    }
    assertThat(service.store().forTenant(tenant).sandboxPolicies().find()).isEmpty();
  }

  @Test
  void tenant_thatIsMissingUnknownOrNoId_isRefused() {
    assertThat(admin("GET", PATH, "").statusCode()).isEqualTo(400);
    for (String id : List.of("01920000-0000-7000-8000-000000000000", "acme", "1-1-1-1-1")) {
      HttpResponse<String> refused =
          admin("PUT", PATH + "?tenant=" + id, body(0, SMALLEST, "", "[]"));
      assertThat(code(refused)).isEqualTo("not_found");
    }
    assertThat(admin("GET", path + "&tenant=" + tenant, "").statusCode()).isEqualTo(400);
    assertThat(admin("GET", path + "&all=true", "").statusCode()).isEqualTo(400);
    for (String version : List.of("", "&version=0", "&version=x", "&version=99999999999")) {
      assertThat(admin("DELETE", path + version, "").statusCode()).isEqualTo(400);
    }
  }

  /** Each limit just outside both ends of its range; the ends themselves are set above. */
  @ParameterizedTest
  @CsvSource({
    "wall_ms,0,86400001,1 to 86400000",
    "cpu_ms,0,86400001,1 to 86400000",
    "memory_bytes,1048575,1099511627777,1048576 to 1099511627776",
    "processes,0,100001,1 to 100000",
    "disk_bytes,4095,1099511627777,4096 to 1099511627776",
    "files,15,10000001,16 to 10000000",
    "open_files,15,1000001,16 to 1000000",
    "output_bytes,1023,67108865,1024 to 67108864",
    "max_output_bytes,1023,1099511627777,1024 to 1099511627776"
  })
  void limit_outOfItsRange_isRefusedNamingFieldValueAndRange(
      String field, long below, long above, String range) {
    for (String value : List.of("" + below, "" + above, "-1", "9007199254740992")) {
      String limits =
          SMALLEST.replaceFirst("\"" + field + "\":[0-9]+", "\"" + field + "\":" + value);
      HttpResponse<String> refused = admin("PUT", path, body(0, limits, "", "[]"));
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(refused.body())
          .contains("\"pointer\":\"/limits/" + field + "\"", "allowed: " + range);
    }
    assertThat(service.store().forTenant(tenant).sandboxPolicies().find()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ,"extra":1                          | []               | /extra
          ,"tools":["a b"]                    | []               | /tools/0
          ,"tools":[""]                       | []               | /tools/0
          ,"tools":"shell"                    | []               | /tools
          ,"tools":null                       | []               | /tools
          ~~                                  | ["NET_NONE"]     | /required/0
          ~~                                  | ["net_some"]     | /required/0
          ~~                                  | [1]              | /required/0
          ~~                                  | null             | /required
          ~~                                  | {}               | /required
          """)
  void body_withAnythingElse_isRefusedWithItsPlace(String more, String required, String pointer) {
    HttpResponse<String> refused = admin("PUT", path, body(0, SMALLEST, more, required));

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(refused.body()).contains("\"pointer\":\"" + pointer + "\"");
    assertThat(service.store().forTenant(tenant).sandboxPolicies().find()).isEmpty();
  }

  @Test
  void body_withoutAPart_isRefused() {
    JsonObject whole = JsonObject.parseObject(body(0, SMALLEST, "", "[]"));
    for (String member : whole.keys()) {
      JsonObject.Builder rest = JsonObject.builder();
      whole.members().forEach((name, value) -> put(rest, name.equals(member), name, value));
      HttpResponse<String> refused = admin("PUT", path, rest.build().toJson());
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("\"pointer\":\"/" + member + "\"");
    }
    String none = SMALLEST.replace("\"files\":16,", "");
    assertThat(admin("PUT", path, body(0, none, "", "[]")).body())
        .contains("\"pointer\":\"/limits/files\"");
    for (String version : List.of("-1", "1.5", "2147483648", "\"1\"")) {
      String body = body(0, SMALLEST, "", "[]").replace("\"version\":0", "\"version\":" + version);
      assertThat(admin("PUT", path, body).body()).contains("\"pointer\":\"/version\"");
    }
  }

  private static void put(JsonObject.Builder rest, boolean leftOut, String name, JsonValue value) {
    if (!leftOut) {
      rest.put(name, value);
    }
  }

  private SandboxPolicy stored() {
    return service.store().forTenant(tenant).sandboxPolicies().find().orElseThrow().policy();
  }

  private static String body(long version, String limits, String more, String required) {
    return "{\"version\":"
        + version
        + ",\"enabled\":true,\"limits\":"
        + limits
        + more
        + ",\"network\":true,\"required\":"
        + required
        + "}";
  }

  private HttpResponse<String> admin(String method, String target, String body) {
    return send(service.adminKey(), method, target, body);
  }

  private static HttpResponse<String> send(String by, String method, String target, String body) {
    return method.equals("PUT")
        ? service.send(by, method, target, body)
        : service.send(
            service.request(by, target).method(method, HttpRequest.BodyPublishers.noBody()));
  }
}

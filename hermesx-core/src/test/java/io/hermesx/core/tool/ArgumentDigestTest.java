// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.access.Rights;
import io.hermesx.core.auth.Actor;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.auth.PrincipalKind;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tenant.TenantId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The golden file was made by another implementation from docs/reference/formats.md alone. */
class ArgumentDigestTest {

  private static final ToolDefinition ECHO =
      ToolDefinition.builder("echo")
          .description("Says it again.")
          .effect(ToolEffect.PURE)
          .inputSchema("{\"type\":\"object\"}")
          .build();

  @Test
  void digest_ofEachGoldenCall_isTheGoldenOne() {
    for (JsonObject row : ToolPinTest.golden("argument-digest-v1.json")) {
      JsonObject arguments = JsonObject.parseObject(row.string("arguments"));

      assertThat(ArgumentDigest.of(actor(row), ECHO, arguments))
          .as(row.string("case"))
          .hasToString(row.string("digest"));
    }
  }

  @Test
  void goldenCalls_haveTheGoldenCanonicalArgumentsAndDigestsOfTheirOwn() {
    List<JsonObject> rows = ToolPinTest.golden("argument-digest-v1.json");
    for (JsonObject row : rows) {
      String arguments = JsonObject.parseObject(row.string("arguments")).canonical();

      assertThat(row.string("canonical")).contains("\"arguments\":" + arguments + ",");
    }
    assertThat(rows).hasSizeGreaterThan(10);
    assertThat(new HashSet<>(rows.stream().map(row -> row.string("digest")).toList()))
        .hasSameSizeAs(rows);
  }

  @Test
  void digest_ofOtherRolesAndRights_isTheSame() {
    TenantId tenant = TenantId.named("acme");
    Principal now = Principal.user("alice", "tools:invoke").withRoles("support");

    assertThat(ArgumentDigest.of(Actor.of(tenant, now), ECHO, JsonObject.empty()))
        .isEqualTo(
            ArgumentDigest.of(Actor.of(tenant, Principal.user("alice")), ECHO, JsonObject.empty()));
  }

  private static Actor actor(JsonObject row) {
    return new Actor(
        TenantId.parse(row.string("tenant")),
        principal(row.string("principal")),
        row.find("agent").map(agent -> principal(row.string("agent"))),
        Optional.empty());
  }

  private static Principal principal(String ref) {
    String[] parts = ref.split(":", 2);
    PrincipalKind kind = PrincipalKind.valueOf(parts[0].toUpperCase(Locale.ROOT));
    return new Principal(kind, parts[1], Set.of(), Rights.none());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.TenantSandboxPolicy;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.ToolName;
import io.hermesx.examples.service.http.Schemas;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A tenant's sandbox policy as JSON: whole and strict, so that nothing is left to a default. */
final class SandboxPolicyJson {

  private static final JsonObject TOOLS =
      Schemas.list(Schemas.text(1, 64), 0, TenantSandboxPolicy.MAX_TOOLS);
  private static final JsonObject REQUIRED =
      Schemas.list(
          Schemas.oneOf(
              Arrays.stream(Guarantee.values())
                  .map(SandboxPolicyJson::word)
                  .toArray(String[]::new)),
          0,
          Guarantee.values().length);

  /** What a policy is; {@code tools} left out are all tools. */
  private static final Object[] POLICY = {
    "enabled",
    Schemas.truth(),
    "limits",
    SandboxLimitField.schema(),
    "tools?",
    TOOLS,
    "network",
    Schemas.truth(),
    "required",
    REQUIRED
  };

  /** What is sent. */
  static final JsonObject BODY =
      Schemas.only(
          with("version", Schemas.whole("The version you have read; 0 where there was none")));

  /** What is answered. */
  static final JsonObject ANSWER =
      Schemas.object(
          with(
              "tenant",
              Schemas.format("uuid"),
              "version",
              Schemas.whole(),
              "updated_at",
              Schemas.format("date-time")));

  private SandboxPolicyJson() {}

  /** These members, and those of the policy after them. */
  private static Object[] with(Object... first) {
    return Stream.of(first, POLICY).flatMap(Arrays::stream).toArray();
  }

  static JsonObject write(TenantId tenant, TenantSandboxPolicy row) {
    SandboxPolicy policy = row.policy();
    JsonObject.Builder json =
        JsonObject.builder()
            .put("tenant", tenant.toString())
            .put("version", row.version())
            .put("updated_at", row.updatedAt().toString())
            .put("enabled", policy.enabled())
            .put("limits", SandboxLimitField.json(policy.limits()));
    policy
        .tools()
        .ifPresent(
            tools -> json.put("tools", JsonArray.ofStrings(List.copyOf(new TreeSet<>(tools)))));
    return json.put("network", policy.network())
        .put(
            "required",
            JsonArray.ofStrings(
                policy.required().stream().sorted().map(SandboxPolicyJson::word).toList()))
        .build();
  }

  /** Reads a body that fits {@link #BODY}. */
  static SandboxPolicy read(JsonObject body) {
    EnumSet<Guarantee> required = EnumSet.noneOf(Guarantee.class);
    strings(body, "required")
        .forEach(word -> required.add(Guarantee.valueOf(word.toUpperCase(Locale.ROOT))));
    return new SandboxPolicy(
        body.bool("enabled"),
        SandboxLimitField.read((JsonObject) body.require("limits")),
        body.find("tools").map(tools -> tools(body)),
        body.bool("network"),
        required);
  }

  private static Set<String> tools(JsonObject body) {
    List<String> names = strings(body, "tools").toList();
    for (int i = 0; i < names.size(); i++) {
      if (!ToolName.isValid(names.get(i))) {
        throw Texts.refused(
            "/tools/" + i, "is no tool name, allowed: 1 to 64 of a-z A-Z 0-9 _ - .");
      }
    }
    return Set.copyOf(names);
  }

  private static Stream<String> strings(JsonObject body, String member) {
    return ((JsonArray) body.require(member))
        .items().stream().map(item -> ((JsonString) item).value());
  }

  private static String word(Guarantee guarantee) {
    return guarantee.name().toLowerCase(Locale.ROOT);
  }
}

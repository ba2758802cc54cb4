// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The attack battery: one case a line, each group with controls that pass without a trick. */
class RulePolicyAttackTest {

  /** One line of the battery under the policy of its group. */
  record Attack(String group, RulePolicy policy, JsonObject line) {

    String name() {
      return line.string("case");
    }

    PolicyDecision decide() {
      JsonObject arguments = (JsonObject) line.find("arguments").orElse(JsonObject.empty());
      return Ask.tool(text("tool", "t")).args(arguments).to(policy);
    }

    private String text(String key, String otherwise) {
      return line.find(key).isPresent() ? line.string(key) : otherwise;
    }

    @Override
    public String toString() {
      return group + ": " + name();
    }
  }

  static List<Attack> attacks() throws IOException {
    List<Attack> attacks = new ArrayList<>();
    String group = "";
    RulePolicy policy = RulePolicy.denyAll();
    for (JsonObject line : lines()) {
      if (line.find("policy").isPresent()) {
        group = line.string("policy");
        policy = policy(line.require("rules"));
      } else {
        attacks.add(new Attack(group, policy, line));
      }
    }
    return attacks;
  }

  private static RulePolicy policy(JsonValue rules) {
    return RulePolicy.parse(JsonObject.builder().put("v", 1).put("rules", rules).build().toJson());
  }

  private static List<JsonObject> lines() throws IOException {
    InputStream in = RulePolicyAttackTest.class.getResourceAsStream("policy-attacks.jsonl");
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), UTF_8))) {
      return reader
          .lines()
          .map(JsonObject::parseObject)
          .filter(l -> l.find("#").isEmpty())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void attack_isDecidedAsExpected(Attack attack) {
    PolicyDecision decision = attack.decide();

    assertThat(decision.effect()).hasToString(attack.line().string("expect"));
    assertThat(decision.rule()).isEqualTo(attack.line().string("rule"));
  }

  @Test
  void everyGroup_startsWithItsControl() throws IOException {
    List<Attack> attacks = attacks();
    List<String> groups = attacks.stream().map(Attack::group).distinct().toList();

    assertThat(attacks).hasSizeGreaterThan(150);
    for (String group : groups) {
      assertThat(attacks.stream().filter(a -> a.group().equals(group)).findFirst().orElseThrow())
          .satisfies(first -> assertThat(first.name()).startsWith("control"))
          .satisfies(
              first -> assertThat(first.decide().rule()).isNotEqualTo(PolicyDecision.NO_RULE));
    }
  }
}

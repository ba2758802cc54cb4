// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import static io.hermesx.core.policy.PolicyEffect.ALLOW;
import static io.hermesx.core.policy.PolicyEffect.DENY;
import static io.hermesx.core.policy.PolicyEffect.REQUIRE_APPROVAL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.auth.Principal;
import io.hermesx.core.tool.ToolEffect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The permission matrix of four agents: three read, one writes with a person's consent. */
class AgentMatrixTest {

  static final RulePolicy MATRIX = RulePolicy.parse(resource());

  private static String resource() {
    try (InputStream in = AgentMatrixTest.class.getResourceAsStream("agent-matrix.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"triage", "investigator", "reviewer"})
  void readers_readAndNothingElse(String agent) {
    assertThat(decision(agent, ToolEffect.PURE)).isEqualTo(ALLOW);
    assertThat(decision(agent, ToolEffect.IDEMPOTENT)).isEqualTo(DENY);
    assertThat(decision(agent, ToolEffect.SIDE_EFFECT)).isEqualTo(DENY);
  }

  @Test
  void remediator_readsAndWritesWithApproval() {
    assertThat(decision("remediator", ToolEffect.PURE)).isEqualTo(ALLOW);
    assertThat(decision("remediator", ToolEffect.IDEMPOTENT)).isEqualTo(REQUIRE_APPROVAL);
    assertThat(decision("remediator", ToolEffect.SIDE_EFFECT)).isEqualTo(REQUIRE_APPROVAL);
  }

  @Test
  void remediator_aroundAnInjection_writesNothing() {
    PolicyDecision decision =
        ask("remediator").effect(ToolEffect.SIDE_EFFECT).signals("injection").to(MATRIX);

    assertThat(decision.rule()).isEqualTo("no-writes-after-injection");
    assertThat(decision.effect()).isEqualTo(DENY);
  }

  @Test
  void othersAndUnknownEffects_getNothing() {
    for (ToolEffect effect : ToolEffect.values()) {
      assertThat(decision("stranger", effect)).isEqualTo(DENY);
      assertThat(Ask.tool("tickets.read").effect(effect).to(MATRIX).effect()).isEqualTo(DENY);
    }
    assertThat(ask("triage").to(MATRIX).effect()).isEqualTo(DENY);
  }

  @Test
  void listing_showsEachAgentWhatItMayAskFor() {
    Ask write = Ask.list("tickets.close").effect(ToolEffect.SIDE_EFFECT);

    for (String reader : List.of("triage", "investigator", "reviewer")) {
      assertThat(write.agent(Principal.agent(reader)).to(MATRIX).effect()).isEqualTo(DENY);
    }
    assertThat(write.agent(Principal.agent("remediator")).to(MATRIX).effect())
        .isEqualTo(REQUIRE_APPROVAL);
  }

  private static PolicyEffect decision(String agent, ToolEffect effect) {
    return ask(agent).effect(effect).to(MATRIX).effect();
  }

  private static Ask ask(String agent) {
    return Ask.tool("tickets.any").agent(Principal.agent(agent));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.access.Scope;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.guard.ToolOutcome;
import io.hermesx.core.policy.Rule;
import io.hermesx.core.policy.RulePolicy;
import io.hermesx.core.store.Housekeeping;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuickstartTest {

  @Test
  void main_printsEveryAnswerThatAGuardedCallCanGet() {
    List<String> lines = printedBy(() -> Quickstart.main(new String[0]));

    assertThat(lines)
        .anyMatch(line -> line.matches("executed +orders.find +order 4711 was shipped on Tuesday"))
        .anyMatch(line -> line.matches("policy_denied +customers.export .*no-exports.*"))
        .containsSubsequence(
            "suspended      refund            until a person agrees",
            "approved       refund            by somebody else, bob",
            "executed       refund            250 USD were paid back")
        .anyMatch(line -> line.matches("rate_limited +mail.send .*a-mail-an-hour.*"))
        .anyMatch(line -> line.matches("over_budget +credit.check .*half-a-dollar-a-day.*"))
        .anyMatch(line -> line.matches("loop_halted +orders.find .*same-result.*"))
        .last()
        .asString()
        .matches("verified +audit trail +\\d\\d events, intact: true");
    assertThat(lines).hasSize(11);
  }

  @Test
  void transcript_ofTheReadme_isWhatMainPrints() throws IOException {
    String readme = Files.readString(Path.of("..", "..", "README.md"), UTF_8).replace("\r\n", "\n");
    String marker = "<!-- output: quickstart -->\n```text\n";
    int start = readme.indexOf(marker) + marker.length();
    assertThat(start).isGreaterThan(marker.length());

    assertThat(readme.substring(start, readme.indexOf("```", start)).lines())
        .containsExactlyElementsOf(printedBy(() -> Quickstart.main(new String[0])));
  }

  @Test
  void firstCall_isExecuted() {
    assertThat(printedBy(() -> FirstCall.main(new String[0]))).containsExactly("refunded 40.0");
  }

  @Test
  void consent_ofSomebodyElse_letsTheCallRun() {
    RulePolicy policy =
        RulePolicy.of(Rule.allow("all").tool("*"), Rule.requireApproval("always").tool("*"));
    ToolDefinition definition =
        ToolDefinition.builder("refund").description("Pays back.").noArguments().build();
    HostTool refund = new HostTool(definition, call -> ToolResult.of("paid"));
    ToolCall call = ToolCall.of("call-1", "refund", "{}");
    try (AgentGuard guard = AgentGuard.inMemory(policy)) {
      ToolOutcome own = Consent.ask(guard, as("alice"), as("alice"), call, refund);
      ToolOutcome others = Consent.ask(guard, as("alice"), as("bob"), call, refund);

      assertThat(own).isInstanceOf(ToolOutcome.Denied.class);
      assertThat(others.forModel()).isEqualTo("paid");
    }
  }

  @Test
  void supportRules_asJson_areThoseOfThePage() throws IOException {
    String page =
        Files.readString(Path.of("..", "..", "docs", "reference", "policy-rules.md"), UTF_8);
    String fence = "```json";
    int start = page.indexOf(fence) + fence.length();

    assertThat(SupportRules.policy().rules())
        .isEqualTo(RulePolicy.parse(page.substring(start, page.indexOf("```", start))).rules());
  }

  @Test
  void chat_isAnswered() {
    RulePolicy policy = RulePolicy.of(Rule.allow("models").model("large"));
    try (AgentGuard guard = AgentGuard.inMemory(policy)) {
      assertThat(FirstChat.ask(guard, as("alice"))).isEqualTo("It was shipped on Tuesday.");
    }
  }

  @Test
  void chores_ofAGuard_canBeDone() {
    RulePolicy policy = RulePolicy.of(Rule.allow("models").model("large"));
    try (AgentGuard guard = AgentGuard.inMemory(policy);
        Housekeeping housekeeping = Chores.start(guard)) {
      FirstChat.ask(guard, as("alice"));

      assertThat(housekeeping.runOnce()).as("its two audit events get their places").isEqualTo(2);
    }
  }

  private static GuardContext as(String user) {
    Principal principal =
        Principal.user(user, Scope.TOOLS_INVOKE, Scope.MODELS_CHAT, Scope.APPROVALS_DECIDE);
    return GuardContext.of(TenantId.named("acme"), principal, "run-1");
  }

  private static List<String> printedBy(Runnable program) {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(console);
    }
    return printed.toString(UTF_8).lines().toList();
  }
}

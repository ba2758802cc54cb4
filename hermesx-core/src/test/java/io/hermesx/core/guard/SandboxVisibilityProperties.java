// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static io.hermesx.core.guard.GuardFixture.ACME;
import static io.hermesx.core.guard.GuardFixture.alice;
import static io.hermesx.core.guard.GuardFixture.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.policy.Argument;
import io.hermesx.core.policy.PolicyDecisionPoint;
import io.hermesx.core.policy.Rule;
import io.hermesx.core.policy.RulePolicy;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxPolicies;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.testkit.FunctionSandboxExecutor;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.SandboxedTool;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolCatalog;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolResult;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is shown is what sandboxes let run: listing and calling decide alike. */
class SandboxVisibilityProperties {

  private static final Set<DenialCode> BY_SANDBOX =
      EnumSet.of(DenialCode.SANDBOX_REQUIRED, DenialCode.SANDBOX_REFUSED);
  private static final List<Guarantee> SOME =
      List.of(Guarantee.FS_CONFINED, Guarantee.NET_NONE, Guarantee.PIDS_LIMIT);
  private static final List<String> NAMES = List.of("shell", "python", "convert");
  private static final int SMALL = 1;
  private static final int LARGE = 10;

  /** What rules say about sandboxes. */
  enum Demand {
    NONE,
    ALWAYS,
    FOR_LARGE_AMOUNTS
  }

  /**
   * One tool of a catalogue.
   *
   * @param sandboxed whether it is
   * @param demanded what it demands, if it is
   * @param asked what its program asks for
   */
  record Made(boolean sandboxed, Set<Guarantee> demanded, Set<Guarantee> asked) {

    Tool tool(String name) {
      ToolDefinition definition =
          ToolDefinition.builder(name)
              .description("Does it.")
              .inputSchema(
                  "{\"type\":\"object\",\"properties\":{\"amount\":{\"type\":\"integer\"}}}")
              .build();
      return sandboxed
          ? new SandboxedTool(definition, call -> SandboxRequest.of(asked, "true"))
              .demanding(demanded)
          : new HostTool(definition, call -> ToolResult.of("done"));
    }
  }

  @Provide
  Arbitrary<SandboxPolicy> policies() {
    Arbitrary<Boolean> mostly = Arbitraries.of(true, true, true, false);
    Arbitrary<Optional<Set<String>>> tools = Arbitraries.of(NAMES).set().optional();
    return Combinators.combine(
            mostly, Arbitraries.just(SandboxLimits.STANDARD), tools, mostly, guarantees())
        .as(SandboxPolicy::new);
  }

  @Provide
  Arbitrary<Set<Guarantee>> guarantees() {
    return Arbitraries.of(SOME).set();
  }

  @Provide
  Arbitrary<List<Made>> tools() {
    return Combinators.combine(Arbitraries.of(true, true, false), guarantees(), guarantees())
        .as(Made::new)
        .list()
        .ofSize(NAMES.size());
  }

  @Property(tries = 300)
  void tool_isHiddenIfAndOnlyIfSandboxesDenyItWhateverIsAsked(
      @ForAll("policies") SandboxPolicy policy,
      @ForAll("tools") List<Made> made,
      @ForAll("guarantees") Set<Guarantee> proven,
      @ForAll Demand demand) {
    List<Tool> tools = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      tools.add(made.get(i).tool(NAMES.get(i)));
    }
    try (var executor =
            new FunctionSandboxExecutor(
                proven, (request, streams) -> new SandboxOutcome.Exited(0));
        AgentGuard guard =
            AgentGuardBuilder.inMemory(rules(demand))
                .tools(ToolCatalog.of(tools.toArray(Tool[]::new)))
                .sandbox(executor)
                .sandboxPolicies(SandboxPolicies.always(policy))
                .build()) {
      List<ToolDefinition> shown = guard.visibleTools(as(alice()));
      for (int i = 0; i < NAMES.size(); i++) {
        Tool tool = tools.get(i);
        boolean visible = shown.contains(tool.definition());
        boolean small = denied(guard, tool, SMALL);
        boolean large = denied(guard, tool, LARGE);

        if (!visible) {
          assertThat(small && large).as("%s is hidden and denied", tool).isTrue();
        } else if (small) {
          assertThat(proven.containsAll(made.get(i).asked())).as("%s is denied", tool).isFalse();
        }
      }
    }
  }

  private static PolicyDecisionPoint rules(Demand demand) {
    List<Rule> rules = new ArrayList<>(List.of(Rule.allow("all").tool("*")));
    switch (demand) {
      case NONE -> {}
      case ALWAYS -> rules.add(Rule.requireSandbox("boxed").tool("*"));
      case FOR_LARGE_AMOUNTS ->
          rules.add(
              Rule.requireSandbox("boxed").tool("*").when(Argument.at("/amount").greaterThan(5)));
    }
    return RulePolicy.of(rules);
  }

  private final AtomicInteger calls = new AtomicInteger();

  private boolean denied(AgentGuard guard, Tool tool, int amount) {
    String id = "c-" + calls.incrementAndGet();
    ToolOutcome outcome =
        guard.invoke(
            GuardContext.of(ACME, alice(), "run-" + id),
            ToolCall.of(
                id,
                tool.definition().name().value(),
                JsonObject.builder().put("amount", (long) amount).build()));
    if (outcome instanceof ToolOutcome.Denied denied) {
      assertThat(BY_SANDBOX).contains(denied.denial().code());
      return true;
    }
    assertThat(outcome).isInstanceOf(ToolOutcome.Executed.class);
    return false;
  }
}

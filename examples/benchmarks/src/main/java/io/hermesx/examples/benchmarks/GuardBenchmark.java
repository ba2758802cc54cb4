// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks;

import io.hermesx.core.access.Scope;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.guard.ToolOutcome;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.policy.Rule;
import io.hermesx.core.policy.RulePolicy;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.CallId;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolInvocation;
import io.hermesx.core.tool.ToolResult;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A tool that does nothing, called directly and through every stage of the path. */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GuardBenchmark {

  private static final int CALLS_OF_A_RUN = 40;
  private static final TenantId TENANT = TenantId.named("acme");
  private static final Principal ALICE = Principal.user("alice", Scope.TOOLS_INVOKE);
  private static final String ARGUMENTS = "{\"lines\":3,\"order\":\"o-";

  private final HostTool tool =
      new HostTool(
          ToolDefinition.builder("orders.find")
              .description("Finds an order.")
              .effect(ToolEffect.PURE)
              .inputSchema(
                  """
                  {"type":"object","required":["order"],"properties":{
                    "order":{"type":"string","maxLength":40},
                    "lines":{"type":"integer","minimum":1,"maximum":100}}}""")
              .build(),
          call -> ToolResult.of("found"));

  private AgentGuard guard;
  private GuardContext context;
  private ToolInvocation invocation;
  private long calls;

  /** Creates a benchmark; called by JMH. */
  public GuardBenchmark() {}

  /**
   * Builds a guard whose store is empty, so that no iteration pays for what an earlier one has
   * kept.
   */
  @Setup(Level.Iteration)
  public void build() {
    guard =
        AgentGuard.inMemory(
            RulePolicy.of(
                Rule.deny("no-export").tool("export"), Rule.allow("orders").tool("orders.*")));
    context = GuardContext.of(TENANT, ALICE, "run");
    invocation =
        new ToolInvocation(
            context.actor(),
            new RunId("run"),
            new CallId("call"),
            JsonObject.parseObject(ARGUMENTS + "17\"}"),
            Instant.MAX);
  }

  /** Closes the guard. */
  @TearDown(Level.Iteration)
  public void close() {
    guard.close();
  }

  /** The tool's own code, and nothing else. */
  @Benchmark
  public ToolResult direct() throws Exception {
    return tool.handler().call(invocation);
  }

  /** The same through the guard: parsed, validated, decided, counted, put on record twice. */
  @Benchmark
  public ToolOutcome guarded() {
    if (calls % CALLS_OF_A_RUN == 0) {
      context = GuardContext.of(TENANT, ALICE, "run-" + calls / CALLS_OF_A_RUN);
    }
    // Other arguments each time: the loop breaker stops a run that repeats itself.
    ToolCall call = ToolCall.of("call-" + calls, "orders.find", ARGUMENTS + calls + "\"}");
    calls++;
    ToolOutcome outcome = guard.invoke(context, call, tool);
    if (!(outcome instanceof ToolOutcome.Executed)) {
      throw new IllegalStateException("not executed: " + outcome);
    }
    return outcome;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.access.Scope;
import io.hermesx.core.audit.UnsignedAuditChain;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.guard.LoopBreaker;
import io.hermesx.core.guard.ToolOutcome;
import io.hermesx.core.policy.Rule;
import io.hermesx.core.policy.RulePolicy;
import io.hermesx.core.pricing.PriceBook;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.scan.Scanners;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.TransactionalUsageRecorder;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolCatalog;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolResult;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What one guarded call costs on the wire. */
class GuardedCallWireTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final int WARM_UP = 20;
  private static final int MEASURED = 5;

  @Test
  void invoke_toolWithBudget_commitsTwice() {
    TestDatabase database = EmbeddedServer.database();
    int port = URI.create(database.url().substring("jdbc:".length())).getPort();
    try (WireTap tap = new WireTap(port);
        Store store = database.builder().url(through(tap, database, port)).build();
        AgentGuard guard = guard(store)) {
      store
          .forTenant(ACME)
          .run(tx -> tx.budgets().define(Budget.usd("month", 1_000_000_000, BudgetPeriod.MONTH)));
      for (int i = 0; i < WARM_UP; i++) {
        call(guard, "warm-up-" + i);
      }
      // On a machine that stands still for a while, the pool asks a connection whether it lives.
      long least = Long.MAX_VALUE;
      for (int i = 0; i < MEASURED; i++) {
        long trips = tap.trips();
        long commits = tap.commits();

        call(guard, "measured-" + i);

        least = Math.min(least, tap.trips() - trips);
        assertThat(tap.commits() - commits).as("commits").isEqualTo(2);
      }
      System.out.printf("guarded call on PostgreSQL: %d round trips, 2 commits%n", least);
      assertThat(least).as("round trips").isEqualTo(TRIPS);
    }
  }

  /**
   * Replay 1; open: receipt, budgets, hold, stage, commit; close: settle, usage, final, stage,
   * commit.
   */
  private static final long TRIPS = 9;

  private static String through(WireTap tap, TestDatabase database, int port) {
    return database.url().replace(":" + port + "/", ":" + tap.port() + "/") + "?sslmode=disable";
  }

  private static void call(AgentGuard guard, String id) {
    GuardContext context =
        GuardContext.of(ACME, Principal.user("alice", Scope.TOOLS_INVOKE), "run-1");
    assertThat(guard.invoke(context, ToolCall.of(id, "noop", "{}")))
        .isInstanceOf(ToolOutcome.Executed.class);
  }

  private static AgentGuard guard(Store store) {
    ToolDefinition noop =
        ToolDefinition.builder("noop").description("Does nothing.").noArguments().build();
    var clock = SystemSources.clock();
    return AgentGuard.builder()
        .policy(RulePolicy.of(Rule.allow("all").tool("noop")))
        .tools(ToolCatalog.of(new HostTool(noop, invocation -> ToolResult.of("done"))))
        .scanner(Scanners.none())
        .loopBreaker(LoopBreaker.unlimited())
        .rateLimiter(RateLimiter.unlimited())
        .sandbox(SandboxExecutor.refusing())
        .store(store)
        .audit(
            UnsignedAuditChain.builder(store.auditLog())
                .installation("wire")
                .clock(clock)
                .ids(IdSource.secure(clock))
                .build())
        .usage(new TransactionalUsageRecorder(store))
        .prices(PriceBook.free())
        .build();
  }
}

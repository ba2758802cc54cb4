// SPDX-License-Identifier: Apache-2.0

package host;

import io.hermesx.core.access.Scope;
import io.hermesx.core.audit.UnsignedAuditChain;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.guard.LoopBreaker;
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
import io.hermesx.store.postgres.Migrations;
import io.hermesx.store.postgres.PostgresStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/** One call on a PostgreSQL, with the driver, the pool and the query builder that the host's framework chose. */
public final class FirstStore {

  private static final TenantId ACME = TenantId.named("acme");

  private FirstStore() {}

  public static void main(String[] args) throws IOException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      Migrations.of(server.getPostgresDatabase()).bootstrap();
      Migrations migrator = Migrations.of(server.getDatabase("hermesx_migrator", "postgres"));
      migrator.apply();
      try (Store store =
              PostgresStore.builder()
                  .url("jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres")
                  .user("hermesx_app")
                  .password("any")
                  .contextKey(migrator.contextKey())
                  .build();
          AgentGuard guard = guard(store)) {
        var context =
            GuardContext.of(ACME, Principal.user("alice", Scope.TOOLS_INVOKE), "run-1");
        var outcome = guard.invoke(context, ToolCall.of("call-1", "clock", "{}"));
        boolean intact = guard.audit().verify(ACME).intact();
        var now = SystemSources.clock().instant();
        var mine = store.forTenant(ACME).usage().list(now.minusSeconds(600), now.plusSeconds(600), 10).size();
        var foreign =
            store.forTenant(TenantId.named("other")).usage().list(now.minusSeconds(600), now.plusSeconds(600), 10).size();
        System.out.println(
            "host: " + outcome.forModel() + ", on record " + mine + ", elsewhere " + foreign + ", intact " + intact);
        if (!intact || mine != 1 || foreign != 0) {
          throw new IllegalStateException("the call left the wrong record");
        }
      }
    }
  }

  private static AgentGuard guard(Store store) {
    var clock = SystemSources.clock();
    var tool =
        new HostTool(
            ToolDefinition.builder("clock").description("Tells the time.").noArguments().build(),
            call -> ToolResult.of("noon"));
    // snippet: guard
    return AgentGuard.builder()
        .policy(RulePolicy.of(Rule.allow("clock").tool("clock")))
        .tools(ToolCatalog.of(tool))
        .scanner(Scanners.none())
        .loopBreaker(LoopBreaker.unlimited())
        .rateLimiter(RateLimiter.unlimited())
        .sandbox(SandboxExecutor.refusing())
        .store(store)
        .audit(
            UnsignedAuditChain.builder(store.auditLog())
                .installation("host.example.com")
                .clock(clock)
                .ids(IdSource.secure(clock))
                .build())
        .usage(new TransactionalUsageRecorder(store))
        .prices(PriceBook.free())
        .build();
    // end
  }
}

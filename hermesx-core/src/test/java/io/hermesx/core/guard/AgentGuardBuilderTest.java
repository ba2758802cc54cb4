// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.audit.UnsignedAuditChain;
import io.hermesx.core.policy.PolicyDecisionPoint;
import io.hermesx.core.policy.RulePolicy;
import io.hermesx.core.pricing.PriceBook;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.scan.Scanners;
import io.hermesx.core.store.TransactionalUsageRecorder;
import io.hermesx.core.store.memory.MemoryStore;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.core.tool.ToolCatalog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AgentGuardBuilderTest {

  @Test
  void build_withAnyPartMissing_namesItAndTheRemedy() {
    Map<String, Consumer<AgentGuardBuilder>> parts = parts();
    for (String missing : parts.keySet()) {
      AgentGuardBuilder builder = AgentGuard.builder();
      parts.forEach(
          (name, set) -> {
            if (!name.equals(missing)) {
              set.accept(builder);
            }
          });

      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has no " + missing)
          .hasMessageContaining("call " + missing + "(");
    }
  }

  @Test
  void build_withEveryPart_makesAGuard() {
    AgentGuardBuilder builder = AgentGuard.builder();
    parts().values().forEach(set -> set.accept(builder));

    try (AgentGuard guard = builder.build()) {
      assertThat(guard.sweeps()).isNotEmpty();
    }
  }

  @Test
  void options_outOfRange_nameTheValueAndTheRange() {
    AgentGuardBuilder builder = AgentGuard.builder();

    assertThatThrownBy(() -> builder.toolDeadline(Duration.ZERO))
        .hasMessageContaining("toolDeadline is PT0S")
        .hasMessageContaining("PT0.001S to PT24H");
    assertThatThrownBy(() -> builder.modelDeadline(Duration.ofDays(2)))
        .hasMessageContaining("PT48H");
    assertThatThrownBy(() -> builder.approvalLifetime(Duration.ofMillis(1)))
        .hasMessageContaining("approvalLifetime");
    assertThatThrownBy(() -> builder.maxPendingApprovals(0)).hasMessageContaining("1 to 100000");
    assertThatThrownBy(() -> builder.maxResultChars(1)).hasMessageContaining("1024 to 16777216");
    assertThatThrownBy(() -> builder.minOutputTokens(0))
        .hasMessageContaining("minOutputTokens is 0");
  }

  private static Map<String, Consumer<AgentGuardBuilder>> parts() {
    MutableClock clock = MutableClock.create();
    MemoryStore store = MemoryStore.create(clock);
    PolicyDecisionPoint policy = RulePolicy.denyAll();
    Map<String, Consumer<AgentGuardBuilder>> parts = new LinkedHashMap<>();
    parts.put("policy", b -> b.policy(policy));
    parts.put("tools", b -> b.tools(ToolCatalog.of()));
    parts.put("scanner", b -> b.scanner(Scanners.none()));
    parts.put("loopBreaker", b -> b.loopBreaker(LoopBreaker.unlimited()));
    parts.put("rateLimiter", b -> b.rateLimiter(RateLimiter.unlimited()));
    parts.put("sandbox", b -> b.sandbox(SandboxExecutor.refusing()));
    parts.put("store", b -> b.store(store));
    parts.put("audit", b -> b.audit(chain(store, clock)));
    parts.put("usage", b -> b.usage(new TransactionalUsageRecorder(store)));
    parts.put("prices", b -> b.prices(PriceBook.free()));
    return parts;
  }

  private static UnsignedAuditChain chain(MemoryStore store, MutableClock clock) {
    return UnsignedAuditChain.builder(store.auditLog())
        .installation("test")
        .clock(clock)
        .ids(TestIds.create())
        .build();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.AgentGuardBuilder;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxPolicies;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.core.sandbox.TenantSandboxPolicy;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.StoredSandboxPolicies;
import io.hermesx.core.store.memory.MemoryStore;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.SandboxedTool;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolProgram;
import io.hermesx.sandbox.bubblewrap.Bubblewrap;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code docs/guides/sandbox.md} shows. */
class SandboxGuideTest {

  @Test
  void firstProgram_ofTheGuide_prints42() {
    Bubblewrap.require();
    Bubblewrap.requireControlGroups();

    SandboxResult result = firstProgram();

    assertThat(result.out().text()).isEqualTo("42\n");
  }

  @Test
  void tenantPolicies_ofTheGuide_areTaken() {
    AgentGuardBuilder guard = AgentGuard.builder();

    assertThat(tenantPolicies(guard)).isSameAs(guard);
  }

  @Test
  void storedPolicies_ofTheGuide_areWithinThePlatforms() {
    TenantId acme = TenantId.named("acme");
    try (MemoryStore store = MemoryStore.create(InstantSource.system())) {
      assertThat(storedPolicies(AgentGuard.builder(), store, acme))
          .map(TenantSandboxPolicy::version)
          .contains(1L);
    }
  }

  @Test
  void demand_ofTheGuide_isTheTiers() {
    ToolDefinition definition =
        ToolDefinition.builder("convert").description("Converts.").noArguments().build();

    assertThat(demanding(definition, call -> SandboxRequest.of(Set.of(), "true")).demanded())
        .isEqualTo(SandboxTier.UNTRUSTED.guarantees());
  }

  private static SandboxResult firstProgram() {
    // snippet: first-program
    try (SandboxExecutor executor = BubblewrapSandboxExecutor.builder().open()) {
      SandboxRequest request =
          SandboxRequest.builder("python3", "-c", "print(6 * 7)")
              .required(SandboxTier.UNTRUSTED.guarantees())
              .limits(SandboxLimits.STANDARD.withWall(Duration.ofSeconds(5)))
              .build();
      SandboxResult result = executor.start(request).result().join();
      System.out.println(result.outcome() + " " + result.out().text());
      return result;
    }
    // end
  }

  private static AgentGuardBuilder tenantPolicies(AgentGuardBuilder guard) {
    // snippet: tenants
    SandboxPolicies policies = tenant -> SandboxPolicy.untrusted(SandboxLimits.STANDARD);
    guard.sandboxPolicies(policies);
    // end
    return guard;
  }

  private static Optional<TenantSandboxPolicy> storedPolicies(
      AgentGuardBuilder guard, Store store, TenantId acme) {
    // snippet: stored
    SandboxPolicy platform = SandboxPolicy.untrusted(SandboxLimits.STANDARD);
    guard.sandboxPolicies(new StoredSandboxPolicies(store, platform, SandboxPolicy.DISABLED));

    SandboxPolicy forAcme =
        new SandboxPolicy(
            true,
            SandboxLimits.STANDARD.withWall(Duration.ofSeconds(5)),
            Optional.of(Set.of("convert")),
            false,
            SandboxTier.OWN_KERNEL.guarantees());
    Optional<TenantSandboxPolicy> first = store.forTenant(acme).sandboxPolicies().create(forAcme);
    // end
    return first;
  }

  private static SandboxedTool demanding(ToolDefinition definition, ToolProgram program) {
    // snippet: demand
    SandboxedTool convert = new SandboxedTool(definition, program).demanding(SandboxTier.UNTRUSTED);
    // end
    return convert;
  }
}

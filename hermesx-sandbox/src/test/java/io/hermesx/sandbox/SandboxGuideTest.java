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
import io.hermesx.sandbox.bubblewrap.Bubblewrap;
import java.time.Duration;
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
}

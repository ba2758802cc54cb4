// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.step;

import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.TenantSandboxPolicies;
import io.hermesx.core.sandbox.TenantSandboxPolicy;
import java.util.Optional;

/**
 * The sandbox policy of a tenant, each step a transaction of its own.
 *
 * @param runner runs the steps
 */
public record SandboxPolicySteps(StepRunner runner) implements TenantSandboxPolicies {

  @Override
  public Optional<TenantSandboxPolicy> find() {
    return runner.read(tx -> tx.sandboxPolicies().find());
  }

  @Override
  public Optional<TenantSandboxPolicy> create(SandboxPolicy policy) {
    return runner.write(tx -> tx.sandboxPolicies().create(policy));
  }

  @Override
  public Optional<TenantSandboxPolicy> replace(SandboxPolicy policy, long version) {
    return runner.write(tx -> tx.sandboxPolicies().replace(policy, version));
  }

  @Override
  public boolean remove(long version) {
    return runner.write(tx -> tx.sandboxPolicies().remove(version));
  }
}

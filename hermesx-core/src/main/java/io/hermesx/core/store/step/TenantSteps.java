// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.step;

import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.Tenants;
import java.util.Optional;

/**
 * What is on record about a tenant itself, each step a transaction of its own.
 *
 * @param runner runs the steps
 */
public record TenantSteps(StepRunner runner) implements Tenants {

  @Override
  public boolean create(String name) {
    return runner.write(tx -> tx.tenants().create(name));
  }

  @Override
  public Optional<Tenant> find() {
    return runner.read(tx -> tx.tenants().find());
  }

  @Override
  public Optional<Tenant> update(Tenant changed) {
    return runner.write(tx -> tx.tenants().update(changed));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.TenantSandboxPolicies;
import io.hermesx.core.sandbox.TenantSandboxPolicy;
import java.util.Optional;

/** The sandbox policy of a tenant inside one transaction. */
final class MemorySandboxPolicies implements TenantSandboxPolicies {

  private final MemoryTx tx;
  private final TenantRows rows;

  MemorySandboxPolicies(MemoryTx tx, TenantRows rows) {
    this.tx = tx;
    this.rows = rows;
  }

  @Override
  public Optional<TenantSandboxPolicy> find() {
    tx.requireUsable();
    return rows.sandboxPolicy.current();
  }

  @Override
  public Optional<TenantSandboxPolicy> create(SandboxPolicy policy) {
    tx.requireWritable();
    TenantSandboxPolicy next = next(policy);
    return rows.sandboxPolicy.current().isPresent() ? Optional.empty() : put(Optional.of(next));
  }

  @Override
  public Optional<TenantSandboxPolicy> replace(SandboxPolicy policy, long version) {
    tx.requireWritable();
    TenantSandboxPolicy next = next(policy);
    return is(version) ? put(Optional.of(next)) : Optional.empty();
  }

  @Override
  public boolean remove(long version) {
    tx.requireWritable();
    if (!is(version)) {
      return false;
    }
    put(Optional.empty());
    return true;
  }

  private boolean is(long version) {
    return rows.sandboxPolicy.current().filter(row -> row.version() == version).isPresent();
  }

  private TenantSandboxPolicy next(SandboxPolicy policy) {
    return new TenantSandboxPolicy(policy, rows.sandboxPolicy.version() + 1, tx.now());
  }

  private Optional<TenantSandboxPolicy> put(Optional<TenantSandboxPolicy> next) {
    SandboxPolicyRow before = rows.sandboxPolicy;
    tx.undo(() -> rows.sandboxPolicy = before);
    rows.sandboxPolicy = new SandboxPolicyRow(next, before.version() + 1);
    return next;
  }
}

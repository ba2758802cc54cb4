// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.store.Sweep;

/** Gives staged audit events their place. */
record AuditSweep(AuditChain chain) implements Sweep {

  @Override
  public String name() {
    return "audit-sequence";
  }

  @Override
  public int run() {
    return chain.sequence();
  }
}

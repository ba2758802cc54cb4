// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.audit.proof.TreeHashes;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.tenant.TenantId;
import java.util.List;

/** The hashes of a tenant's log, as the database has them. */
record StoredHashes(AuditLog log, TenantId tenant) implements TreeHashes {

  @Override
  public List<Sha256> leaves(long from, int count) {
    return log.hashes(tenant, 0, from, count);
  }

  @Override
  public List<Sha256> nodes(int level, long from, int count) {
    return log.hashes(tenant, level, from, count);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.proof.TreeHashes;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.tenant.TenantId;
import java.util.List;

/** The hashes of one tenant's log. */
record LogTreeHashes(AuditLog log, TenantId tenant) implements TreeHashes {

  @Override
  public List<Sha256> leaves(long from, int count) {
    return nodes(0, from, count);
  }

  @Override
  public List<Sha256> nodes(int level, long from, int count) {
    return log.hashes(tenant, level, from, count);
  }
}

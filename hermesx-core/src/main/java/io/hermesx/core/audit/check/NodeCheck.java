// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.format.AuditFault;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the nodes that are stored with those that were recomputed. Not thread-safe. */
final class NodeCheck {

  private final AuditLog log;
  private final TenantId tenant;
  private final AuditFindings findings;
  private final Map<Integer, List<AuditNode>> recomputed = new TreeMap<>();

  NodeCheck(AuditLog log, TenantId tenant, AuditFindings findings) {
    this.log = log;
    this.tenant = tenant;
    this.findings = findings;
  }

  void completed(AuditNode node) {
    recomputed.computeIfAbsent(node.level(), level -> new ArrayList<>()).add(node);
  }

  /** Compares what was recomputed since the last time. */
  void compare() {
    recomputed.forEach(this::compare);
    recomputed.clear();
  }

  private void compare(int level, List<AuditNode> nodes) {
    List<Sha256> stored = log.hashes(tenant, level, nodes.get(0).index(), nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      boolean same = i < stored.size() && stored.get(i).equals(nodes.get(i).hash());
      findings.addIf(!same, AuditFault.NODE_MISMATCH, nodes.get(i).completeAt() - 1);
    }
  }
}

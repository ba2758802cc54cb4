// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.check.FaultSink;
import io.hermesx.core.audit.format.AuditFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds the stored nodes to those that the events complete. Not thread-safe. */
final class NodeLines {

  private final FaultSink findings;
  private final List<AuditNode> expected = new ArrayList<>();

  NodeLines(FaultSink findings) {
    this.findings = findings;
  }

  /** The events have completed a subtree. */
  void completed(AuditNode node) {
    expected.add(node);
  }

  /** Takes a stored node. */
  void next(BundleItem.Node stored, long size) {
    AuditNode node = new AuditNode(stored.level(), stored.index(), stored.hash());
    Optional<AuditNode> computed =
        expected.stream()
            .filter(e -> e.level() == node.level() && e.index() == node.index())
            .findFirst();
    computed.ifPresent(expected::remove);
    boolean early = computed.isEmpty() && node.completeAt() > size;
    AuditFault fault = early ? AuditFault.NODE_NOT_COMPLETE : AuditFault.NODE_MISMATCH;
    boolean same = computed.filter(node::equals).isPresent();
    findings.addIf(!same, fault, node.completeAt() - 1);
  }

  /** No more nodes of this size come. */
  void end() {
    expected.forEach(node -> findings.add(AuditFault.NODE_MISMATCH, node.completeAt() - 1));
    expected.clear();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.audit.check.FaultSink;
import io.hermesx.core.audit.format.AuditFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds the bodies of one event after the other to what its header says. Not thread-safe. */
final class BodyCheck {

  private final FaultSink findings;
  private final List<BundleItem.NamedBody> expected = new ArrayList<>();
  private long seq = -1;
  private BodyCounts counts = BodyCounts.NONE;

  BodyCheck(FaultSink findings) {
    this.findings = findings;
  }

  /** The bodies of this event follow. */
  void begin(long event, List<BundleItem.NamedBody> named) {
    seq = event;
    expected.addAll(named);
  }

  void next(BundleItem.Body body) {
    Optional<BundleItem.NamedBody> named =
        expected.stream()
            .filter(claim -> body.seq() == seq && claim.path().equals(body.path()))
            .findFirst();
    if (named.isEmpty()) {
      findings.add(AuditFault.BODY_NOT_NAMED, body.seq());
      return;
    }
    expected.remove(named.get());
    boolean same =
        named.get().digest().equals(body.digest()) && named.get().length() == body.length();
    findings.addIf(!same, AuditFault.BODY_MISMATCH, seq);
    counts = counts.plus(new BodyCounts(same ? 1 : 0, 0, same ? 0 : 1));
  }

  /** The bodies of the events up to this one are those that were named. */
  void passed(long event, int present) {
    seq = event;
    counts = counts.plus(new BodyCounts(present, 0, 0));
  }

  /** No more bodies of this event come. */
  void end() {
    for (int i = 0; i < expected.size(); i++) {
      findings.add(AuditFault.BODY_MISSING, seq);
    }
    counts = counts.plus(new BodyCounts(0, expected.size(), 0));
    expected.clear();
  }

  BodyCounts counts() {
    return counts;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.audit.AuditFinding;
import io.hermesx.core.audit.format.AuditFault;


import java.util.ArrayList;
import java.util.List;

/** Collects findings, and only so many that a log that is wrong throughout fits into memory. */
public final class AuditFindings implements FaultSink {

  /** The most findings that are listed. */
  public static final int MOST = 10_000;

  private final List<AuditFinding> findings = new ArrayList<>();

  @Override
  public void add(AuditFault fault, long seq, String explanation) {
    if (findings.size() < MOST) {
      findings.add(new AuditFinding(seq, fault.code(), explanation));
    } else if (findings.size() == MOST) {
      AuditFault more = AuditFault.MORE_FINDINGS;
      findings.add(new AuditFinding(seq, more.code(), more.explanation()));
    }
  }

  public List<AuditFinding> toList() {
    return findings;
  }
}

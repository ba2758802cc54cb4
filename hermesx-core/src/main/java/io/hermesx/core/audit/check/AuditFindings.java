// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.audit.AuditFinding;
import io.hermesx.core.audit.format.AuditFault;
import java.util.ArrayList;
import java.util.List;

/** Collects findings, and only so many that a log that is wrong throughout fits into memory. */
public final class AuditFindings {

  /** The most findings that are listed. */
  public static final int MOST = 10_000;

  private final List<AuditFinding> findings = new ArrayList<>();

  public void add(AuditFault fault, long seq) {
    add(fault, seq, fault.explanation());
  }

  public void add(AuditFault fault, long seq, String explanation) {
    if (findings.size() < MOST) {
      findings.add(new AuditFinding(seq, fault.code(), explanation));
    } else if (findings.size() == MOST) {
      AuditFault more = AuditFault.MORE_FINDINGS;
      findings.add(new AuditFinding(seq, more.code(), more.explanation()));
    }
  }

  public void addIf(boolean wrong, AuditFault fault, long seq) {
    if (wrong) {
      add(fault, seq);
    }
  }

  public List<AuditFinding> toList() {
    return findings;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.Sha256;
import java.util.List;

/**
 * What a verification found.
 *
 * @param events how many events were looked at
 * @param root the root of the Merkle tree over them
 * @param findings everything that is wrong; empty if nothing is
 */
public record AuditVerification(long events, Sha256 root, List<AuditFinding> findings) {

  /** Copies the list. */
  public AuditVerification {
    findings = List.copyOf(findings);
  }

  /**
   * Tells whether there was something to verify and nothing was wrong with it: an empty log proves
   * nothing.
   */
  public boolean intact() {
    return events > 0 && findings.isEmpty();
  }
}

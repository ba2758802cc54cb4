// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.audit.format.AuditFault;

/** Who else may know the root of a log, and what it means when the log is another one. */
enum RootSource {
  /** A checkpoint that the reader trusted before. */
  TRUSTED(AuditFault.TRUSTED_ROOT_MISMATCH, AuditFault.LOG_BEHIND_TRUSTED),
  /** An anchor outside. */
  ANCHOR(AuditFault.ANCHOR_ROOT_MISMATCH, AuditFault.LOG_BEHIND_ANCHOR),
  /** The log of logs. */
  LOG_OF_LOGS(AuditFault.INSTALLATION_ROOT_MISMATCH, AuditFault.LOG_BEHIND_INSTALLATION);

  private final AuditFault mismatch;
  private final AuditFault behind;

  RootSource(AuditFault mismatch, AuditFault behind) {
    this.mismatch = mismatch;
    this.behind = behind;
  }

  AuditFault mismatch() {
    return mismatch;
  }

  AuditFault behind() {
    return behind;
  }
}

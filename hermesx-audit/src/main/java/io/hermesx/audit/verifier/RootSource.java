// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.audit.format.AuditFault;
import java.util.Arrays;

/** Who else may know the root of a log, and what it means when the log is another one. */
enum RootSource {
  /** A checkpoint that the reader trusted before. */
  TRUSTED('t', AuditFault.TRUSTED_ROOT_MISMATCH, AuditFault.LOG_BEHIND_TRUSTED),
  /** An anchor outside. */
  ANCHOR('a', AuditFault.ANCHOR_ROOT_MISMATCH, AuditFault.LOG_BEHIND_ANCHOR),
  /** The log of logs. */
  LOG_OF_LOGS('l', AuditFault.INSTALLATION_ROOT_MISMATCH, AuditFault.LOG_BEHIND_INSTALLATION);

  private final char letter;
  private final AuditFault mismatch;
  private final AuditFault behind;

  RootSource(char letter, AuditFault mismatch, AuditFault behind) {
    this.letter = letter;
    this.mismatch = mismatch;
    this.behind = behind;
  }

  AuditFault mismatch() {
    return mismatch;
  }

  AuditFault behind() {
    return behind;
  }

  /** What stands for it in a record. */
  byte letter() {
    return (byte) letter;
  }

  static RootSource ofLetter(byte letter) {
    return Arrays.stream(values())
        .filter(source -> source.letter() == letter)
        .findFirst()
        .orElseThrow();
  }
}

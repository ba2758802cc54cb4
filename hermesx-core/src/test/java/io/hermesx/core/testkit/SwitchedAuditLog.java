// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.audit.AuditLog;

/** A log behind which another can be put, as a restored backup or a failover does. */
public final class SwitchedAuditLog extends ForwardingAuditLog {

  /** Creates a log that does what another does. */
  public SwitchedAuditLog(AuditLog log) {
    super(log);
  }

  /** Puts another log in its place. */
  public void switchTo(AuditLog other) {
    forwardTo(other);
  }
}

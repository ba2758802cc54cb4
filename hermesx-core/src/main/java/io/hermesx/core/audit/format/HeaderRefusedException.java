// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.HermesException;

/** Thrown where octets are no header of the v1 format. It holds nothing of the octets. */
public final class HeaderRefusedException extends HermesException {

  private static final long serialVersionUID = 1L;

  private final AuditFault fault;

  public HeaderRefusedException(AuditFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  /** Whether the octets are not canonical, or are and say what the format does not know. */
  public AuditFault fault() {
    return fault;
  }
}

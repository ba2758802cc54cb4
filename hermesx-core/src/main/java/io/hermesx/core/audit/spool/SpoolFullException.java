// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.spool;

import io.hermesx.core.HermesException;

/** Thrown where the spool has no room: the event is not on record. */
public final class SpoolFullException extends HermesException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that says how much is taken and what to do. */
  public SpoolFullException(String message) {
    super(message);
  }
}

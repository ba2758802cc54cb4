// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import io.hermesx.core.HermesException;

/**
 * Thrown where the disk refused. After an append it means that the records were not acknowledged;
 * they may still turn up after a restart, so the same record must keep its own id when it is
 * appended again.
 */
public class SpoolException extends HermesException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public SpoolException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Creates the exception where no other one is behind it. */
  public SpoolException(String message) {
    super(message);
  }
}

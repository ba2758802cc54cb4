// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core;

/**
 * The unchecked root of every exception HermesX throws for the unexpected: wrong configuration, a
 * store that is away, a programming error. Expected answers (denied, limited, over budget) are
 * values and never arrive as exceptions.
 *
 * <p>Messages name the offending setting or identifier, the allowed range and the next step. They
 * never contain secrets, tool arguments or other payload.
 */
public class HermesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message fit for an operator's log. */
  public HermesException(String message) {
    super(message);
  }

  /** Creates an exception with a message fit for an operator's log and the failure behind it. */
  public HermesException(String message, Throwable cause) {
    super(message, cause);
  }
}

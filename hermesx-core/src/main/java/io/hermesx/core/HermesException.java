// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core;

/**
 * The root of every exception HermesX throws for the unexpected: a broken contract, a wrong
 * configuration, a component that failed.
 *
 * <p>Expected answers (denied, limited, over budget) are values, never exceptions. Messages say
 * what happened, where, what is allowed and what to do next, and contain neither secrets nor
 * personal data.
 */
public class HermesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message that is safe to log. */
  public HermesException(String message) {
    super(message);
  }

  /** Creates an exception with a message that is safe to log and the failure that caused it. */
  public HermesException(String message, Throwable cause) {
    super(message, cause);
  }
}

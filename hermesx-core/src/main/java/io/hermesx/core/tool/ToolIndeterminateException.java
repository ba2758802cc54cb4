// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.HermesException;

/**
 * Thrown by a tool that does not know whether its effect took place, such as after a connection
 * lost while waiting for the answer. The call is recorded as indeterminate and never repeated by
 * itself.
 */
public final class ToolIndeterminateException extends HermesException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception; message and cause stay in the host. */
  public ToolIndeterminateException(String message, Throwable cause) {
    super(message, cause);
  }
}

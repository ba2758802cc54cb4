// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.core.HermesException;

/** Thrown where a log cannot be signed, or does not fit what was signed of it. */
public final class CheckpointException extends HermesException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that names the log, what is wrong and the next step. */
  public CheckpointException(String message) {
    super(message);
  }
}

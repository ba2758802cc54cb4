// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.core.HermesException;

/**
 * Thrown where an anchor did not take a checkpoint: it cannot be reached, refused, or answered what
 * cannot be relied on. The log goes on without it; what was recorded since the last anchored
 * checkpoint is unanchored.
 */
public final class AnchorException extends HermesException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that names the anchor and says what is wrong. */
  public AnchorException(String message) {
    super(message);
  }

  /** Creates an exception that names the anchor and says what is wrong, with the failure behind. */
  public AnchorException(String message, Throwable cause) {
    super(message, cause);
  }
}

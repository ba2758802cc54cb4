// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.HermesException;

/**
 * A program could not be started, and what was taken for it could not be given back: the engine
 * runs one program less at a time from then on.
 */
public final class LostPlaceException extends HermesException {

  private static final long serialVersionUID = 1;

  /**
   * Creates one.
   *
   * @param message why it could not be started, for an operator; it is shown
   * @param cause what was thrown first, with the second suppressed in it
   */
  public LostPlaceException(String message, Throwable cause) {
    super(message, cause);
  }
}

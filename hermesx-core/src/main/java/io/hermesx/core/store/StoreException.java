// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import io.hermesx.core.HermesException;

/** Thrown where a store is away or a transaction did not come to its end. */
public class StoreException extends HermesException {

  private static final long serialVersionUID = 1L;

  private final boolean retrySafe;

  /**
   * Creates the exception.
   *
   * @param retrySafe whether it is certain that nothing was kept, so that the same work can be
   *     tried again
   */
  public StoreException(String message, boolean retrySafe, Throwable cause) {
    super(message, cause);
    this.retrySafe = retrySafe;
  }

  /**
   * Creates the exception where no other one is behind it.
   *
   * @param retrySafe whether it is certain that nothing was kept
   */
  public StoreException(String message, boolean retrySafe) {
    super(message);
    this.retrySafe = retrySafe;
  }

  /** Tells whether it is certain that nothing was kept. */
  public boolean retrySafe() {
    return retrySafe;
  }
}

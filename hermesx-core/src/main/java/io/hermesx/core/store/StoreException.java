// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import io.hermesx.core.HermesException;

/**
 * Thrown where a store is away or a transaction did not come to its end. {@link #failure} says what
 * to do about it.
 */
public class StoreException extends HermesException {

  private static final long serialVersionUID = 1L;

  private final StoreFailure failure;

  /** Creates the exception. */
  public StoreException(String message, StoreFailure failure, Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  /** Creates the exception where no other one is behind it. */
  public StoreException(String message, StoreFailure failure) {
    super(message);
    this.failure = failure;
  }

  /** Tells what kind of failure it is: try again now, later, not before looking, or not at all. */
  public StoreFailure failure() {
    return failure;
  }

  /**
   * Tells whether it is certain that nothing was kept, so that the same work can be tried again:
   * for every failure but {@link StoreFailure#UNKNOWN}.
   */
  public boolean retrySafe() {
    return failure != StoreFailure.UNKNOWN;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.HermesException;

/**
 * Thrown where a bundle, or something that is given beside it, cannot be read. The message says
 * which rule it breaks and repeats nothing of it.
 */
public final class BundleRefusedException extends HermesException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that says which rule is broken. */
  public BundleRefusedException(String message) {
    super(message);
  }

  /** Creates an exception for something that could not be read at all. */
  public BundleRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.core.HermesException;

/** Thrown where the state of signers cannot be read or written, or is damaged. */
public final class SignerStateException extends HermesException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that says where the state is and what to do. */
  public SignerStateException(String message) {
    super(message);
  }

  /** Creates an exception that says where the state is, with the failure behind it. */
  public SignerStateException(String message, Throwable cause) {
    super(message, cause);
  }
}

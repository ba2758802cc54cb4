// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import io.hermesx.core.HermesException;

/** Thrown where a signer gives no signature, or one that its own key does not verify. */
public final class SignerException extends HermesException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that names the key and the next step, never a secret. */
  public SignerException(String message) {
    super(message);
  }

  /** Creates an exception that names the key and the next step, with the failure behind it. */
  public SignerException(String message, Throwable cause) {
    super(message, cause);
  }
}

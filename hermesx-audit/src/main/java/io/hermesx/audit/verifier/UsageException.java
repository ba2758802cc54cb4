// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.HermesException;

/** Thrown where a command cannot be understood; the message says what to write instead. */
final class UsageException extends HermesException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.audit;

import io.hermesx.core.HermesException;

/** Says why the trail cannot be signed as it is set up, and what to do about it. */
public final class AuditStartException extends HermesException {

  private static final long serialVersionUID = 1L;

  AuditStartException(String message) {
    super(message);
  }

  AuditStartException(String message, Throwable cause) {
    super(message, cause);
  }
}

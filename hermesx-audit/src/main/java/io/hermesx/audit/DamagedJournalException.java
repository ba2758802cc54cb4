// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.core.HermesException;

/** Thrown where the octets of a journal are not what was written; says in which line. */
final class DamagedJournalException extends HermesException {

  private static final long serialVersionUID = 1L;

  DamagedJournalException(String message) {
    super(message);
  }
}

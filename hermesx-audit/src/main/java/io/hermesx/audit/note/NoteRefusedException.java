// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import io.hermesx.core.HermesException;

/**
 * Thrown where a text is not what its format allows: a note, a checkpoint. The message says which
 * rule it breaks and repeats nothing of the text, which anybody may have written.
 */
public final class NoteRefusedException extends HermesException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that says which rule is broken. */
  public NoteRefusedException(String message) {
    super(message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import java.util.Optional;

/**
 * A move that a signer's state did not make.
 *
 * @param move what was asked for
 * @param current where the log stands; empty if nothing was signed yet
 * @param reason why it was refused
 */
public record SignerRefusal(SignerMove move, Optional<Checkpoint> current, Reason reason) {

  /** Why a move is refused. */
  public enum Reason {
    /** The log is smaller than what was signed already: it was cut or rolled back. */
    BACKWARDS,
    /** Another root was signed at the same size: the log was rewritten or forked. */
    OTHER_ROOT,
    /**
     * The log does not stand where the caller believed; another process signed meanwhile. Check
     * that the log continues what {@code current} says, and move from there.
     */
    MOVED
  }
}

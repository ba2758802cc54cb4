// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A log's step from the checkpoint that its signer is believed to remember to the one that is to be
 * signed. To sign the same checkpoint again, both are the same.
 *
 * @param expected the checkpoint that was checked to be continued; empty if nothing was signed yet
 * @param next the checkpoint that is to be signed
 */
public record SignerMove(Optional<Checkpoint> expected, Checkpoint next) {

  /**
   * Checks that both are of one log.
   *
   * @throws IllegalArgumentException if the origins differ
   */
  public SignerMove {
    expected
        .map(Checkpoint::origin)
        .filter(origin -> !origin.equals(next.origin()))
        .ifPresent(
            origin -> {
              throw new IllegalArgumentException(
                  "a signer is to move from a checkpoint of "
                      + origin
                      + " to one of "
                      + next.origin()
                      + "; both must be of one log");
            });
  }

  /** Returns why the move cannot be made from where the log stands; empty if it can. */
  Optional<SignerRefusal> refusal(Optional<Checkpoint> current) {
    return current
        .flatMap(this::broken)
        .or(
            () ->
                current.equals(expected)
                    ? Optional.empty()
                    : Optional.of(SignerRefusal.Reason.MOVED))
        .map(reason -> new SignerRefusal(this, current, reason));
  }

  private Optional<SignerRefusal.Reason> broken(Checkpoint current) {
    if (next.size() < current.size()) {
      return Optional.of(SignerRefusal.Reason.BACKWARDS);
    }
    return next.size() == current.size() && !next.root().equals(current.root())
        ? Optional.of(SignerRefusal.Reason.OTHER_ROOT)
        : Optional.empty();
  }

  static void requireDistinct(List<SignerMove> moves) {
    if (moves.size() > SignerState.MOST_MOVES) {
      throw new IllegalArgumentException(
          "one call has "
              + moves.size()
              + " moves of signers, allowed: up to "
              + SignerState.MOST_MOVES
              + "; make several calls");
    }
    Set<String> origins = new HashSet<>();
    for (SignerMove move : moves) {
      if (!origins.add(move.next.origin())) {
        throw new IllegalArgumentException(
            "one call has two moves of "
                + move.next.origin()
                + ", allowed: one for each origin; make the second in a call of its own");
      }
    }
  }
}

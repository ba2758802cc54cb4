// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a signer remembers of each log: the last checkpoint that it was about to sign. It keeps a
 * log from ever signing two histories, so it lives where whoever owns the audited database cannot
 * write: a file on another machine's disk, another database, a hardware module.
 *
 * <p>A checkpoint is signed only after a move to it was accepted here. For each origin the size
 * never goes back, and at one size there is one root. Whether the new checkpoint continues the old
 * one is for the caller to check, before the move and against the very checkpoint that it expects.
 *
 * <p>Beside a log, under its name and {@code #keys}, stands whose keys sign it, in the same form:
 * how often they changed, and their digest. Under its name and {@code #owed} stands what was signed
 * of it last that the log of logs did not take, and under {@code #listed} what of that it was told
 * since. To an implementation each is another log.
 *
 * <p>Implementations are thread-safe, may be shared by several processes, and do I/O. What was
 * accepted outlives a crash of the machine, as far as the implementation outlives the process.
 */
public interface SignerState {

  /** The most moves that one call may have. */
  int MOST_MOVES = 10_000;

  /** Returns where the log of an origin stands; empty if nothing was ever signed for it. */
  Optional<Checkpoint> find(String origin);

  /**
   * Returns where the logs of origins stand; one for which nothing was ever signed is not in the
   * answer. A round asks for all its logs so: by default each is looked for by itself, and an
   * implementation that does I/O does it once for all. They need not be of one moment.
   */
  default Map<String, Checkpoint> findAll(Collection<String> origins) {
    Map<String, Checkpoint> found = new HashMap<>();
    for (String origin : origins) {
      find(origin).ifPresent(checkpoint -> found.put(origin, checkpoint));
    }
    return found;
  }

  /**
   * Returns where the logs stand whose origins end in a text, by origin. A round asks so for what
   * is owed to the log of logs, with {@code #owed}, which mostly is nothing.
   */
  Map<String, Checkpoint> endingWith(String suffix);

  /**
   * Moves logs on, each by itself: where one is refused the others are moved all the same. What is
   * accepted is durable when this returns.
   *
   * @param moves 0 to 10,000, each for another origin
   * @return the moves that were refused, in their order; nothing was changed for those
   * @throws IllegalArgumentException if an origin occurs twice or there are too many moves
   * @throws SignerStateException if the state cannot be read or written; then each move may have
   *     been made or not, and making it again from where {@link #find} says is safe
   */
  List<SignerRefusal> advance(List<SignerMove> moves);
}

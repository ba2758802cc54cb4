// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.Sha256;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Which keys sign a log, by the signer's own memory. There it stands beside the log, under the
 * log's name and {@code #keys}, which no log has: the size says how often the keys changed and the
 * root is their digest, while they change that of the old and the new ones together.
 *
 * @param log the name of the log
 * @param last what is remembered; empty if nothing was signed, or by a version that did not
 *     remember keys
 * @param keys the keys that this chain has
 */
record RememberedKeys(String log, Optional<Checkpoint> last, SigningKeys keys) {

  private static final HexFormat HEX = HexFormat.of();

  /** Under which name the memory has the keys of a log. */
  static String origin(String log) {
    return log + "#keys";
  }

  boolean isUnknown() {
    return last.isEmpty();
  }

  /** Whether the current keys signed last, and nothing is to change. */
  boolean isCurrent() {
    return is(keys.currentDigest());
  }

  /** Whether the keys that retire signed last. */
  boolean isRetiring() {
    return keys.rotates() && is(keys.retiringDigest());
  }

  /** Whether these keys are changing already, and that is not finished. */
  boolean isChanging() {
    return keys.rotates() && is(keys.changeDigest());
  }

  /** Whether the keys that this chain has may go on from there. */
  boolean isOurs() {
    return isCurrent() || isRetiring() || isChanging();
  }

  private boolean is(Sha256 digest) {
    return last.map(Checkpoint::root).filter(digest::equals).isPresent();
  }

  /** The current keys sign from here on. */
  KeyChange current() {
    return new KeyChange(move(last, keys.currentDigest()), Optional.empty());
  }

  /** The old and the new keys sign together, and once that is stored the new ones alone. */
  KeyChange handOver() {
    Optional<SignerMove> first = move(last, keys.changeDigest());
    Optional<Checkpoint> changing = first.map(SignerMove::next).or(() -> last);
    return new KeyChange(first, move(changing, keys.currentDigest()));
  }

  /**
   * Why the log is not signed with the keys that this chain has.
   *
   * @param stored what is stored as the latest checkpoint, which names keys and proves nothing
   */
  String refusal(Optional<SignedCheckpoint> stored) {
    List<String> names = keys.names();
    List<String> expected =
        stored.stream()
            .flatMap(note -> note.signatures().stream())
            .map(signature -> signature.name() + "+" + HEX.toHexDigits(signature.keyId()))
            .filter(name -> !names.contains(name))
            .toList();
    return "other keys sign it than "
        + String.join(", ", names)
        + ", which this chain has: "
        + (expected.isEmpty()
            ? "which ones says no checkpoint that is stored, so look them up in the trust policy"
            : "those that the stored checkpoint names are " + String.join(", ", expected))
        + "; give the chain those back, or let them hand over: pass them as retiring beside the new"
        + " ones as signers, until a round was without failures";
  }

  private Optional<SignerMove> move(Optional<Checkpoint> from, Sha256 digest) {
    if (from.map(Checkpoint::root).filter(digest::equals).isPresent()) {
      return Optional.empty();
    }
    long changes = from.map(Checkpoint::size).orElse(0L) + 1;
    return Optional.of(new SignerMove(from, new Checkpoint(origin(log), changes, digest)));
  }
}

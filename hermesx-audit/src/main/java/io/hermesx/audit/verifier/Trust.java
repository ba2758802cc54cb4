// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.audit.note.WitnessPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a verification relies on that is not from the bundle.
 *
 * @param policy whose signatures count; without it nothing is proven about who signed
 * @param known checkpoints that the reader trusted before
 * @param only the one tenant whose log is asked for, if it is not all of them
 * @param receipts whose receipts of anchors count
 */
record Trust(
    Optional<TrustPolicy> policy, List<Checkpoint> known, Optional<UUID> only, Receipts receipts) {

  Trust {
    known = List.copyOf(known);
  }

  /**
   * Whose receipts prove something.
   *
   * @param stamps what time-stamp authorities are trusted
   * @param witnesses which witnesses are trusted, and how many are enough
   * @param since the time since which there must be such a receipt, if that is asked for
   */
  record Receipts(
      Optional<StampCheck> stamps, Optional<WitnessPolicy> witnesses, Optional<Instant> since) {}

  /** The keys that a log may have been begun with; the empty one stands for none. */
  List<String> genesisKeys() {
    Stream<String> keys =
        policy.stream()
            .flatMap(trusted -> trusted.generations().stream())
            .flatMap(generation -> generation.keys().stream())
            .map(key -> key.format());
    return Stream.concat(Stream.of(""), keys).toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.CosignatureCheck;
import io.hermesx.audit.note.NoteRefusedException;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.WitnessKey;
import io.hermesx.audit.note.WitnessPolicy;
import io.hermesx.core.audit.format.AuditFault;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts the witnesses that cosigned the checkpoints of one log, each once at each size, whatever
 * receipts their cosignatures are in. Not thread-safe.
 */
final class WitnessCheck {

  private static final byte[] BEGINNING = "— ".getBytes(UTF_8);

  private final WitnessPolicy policy;
  private final Map<WitnessKey, Instant> cosigned = new HashMap<>();
  private long size;
  private long tooFew;

  WitnessCheck(WitnessPolicy policy) {
    this.policy = policy;
  }

  /**
   * Takes a receipt, and says what is wrong with it; what is no cosignature, or that of an unknown
   * witness, is passed over.
   *
   * @param held a checkpoint that holds; sizes never go back
   */
  Optional<AuditFault> next(Checkpoint held, byte[] receipt) {
    if (held.size() != size) {
      size = held.size();
      cosigned.clear();
    }
    if (!Arrays.equals(BEGINNING, Arrays.copyOf(receipt, BEGINNING.length))) {
      return Optional.empty();
    }
    try {
      CosignatureCheck check = SignedCheckpoint.of(held, receipt).cosignatures(policy.keys());
      check.held().forEach(one -> cosigned.merge(one.witness(), one.time(), WitnessCheck::later));
      if (!cosigned.isEmpty() && !isQuorum()) {
        tooFew = size;
      }
      return check.wrong().isEmpty() ? Optional.empty() : Optional.of(AuditFault.WITNESS_NOT_VALID);
    } catch (NoteRefusedException e) {
      return Optional.of(AuditFault.ANCHOR_NOT_READABLE);
    }
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Whether enough cosigned the checkpoint of the last receipt. */
  boolean isQuorum() {
    return policy.isQuorum(cosigned.keySet());
  }

  /** The last time at or after which enough cosigned the checkpoint of the last receipt. */
  Optional<Instant> quorumSince() {
    return cosigned.values().stream()
        .sorted(Comparator.reverseOrder())
        .filter(time -> policy.isQuorum(cosignedSince(time)))
        .findFirst();
  }

  private Set<WitnessKey> cosignedSince(Instant time) {
    return cosigned.keySet().stream()
        .filter(key -> !Objects.requireNonNull(cosigned.get(key)).isBefore(time))
        .collect(Collectors.toSet());
  }

  /**
   * The last size that somebody cosigned before enough had; 0 if there is none. It says something
   * only beyond the last size that is anchored.
   */
  long tooFew() {
    return tooFew;
  }
}

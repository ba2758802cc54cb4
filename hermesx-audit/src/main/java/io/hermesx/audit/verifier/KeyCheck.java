// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.note.KeyGeneration;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.audit.note.TrustVerdict;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.check.FaultSink;
import io.hermesx.core.audit.format.AuditFault;
import io.hermesx.core.audit.format.Base64Digest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Follows the generations of keys through one log: each signs from the event that names it on, and
 * the checkpoint just behind that event is signed by the generation before as well, which so hands
 * over. Not thread-safe.
 */
final class KeyCheck {

  private final TrustPolicy policy;
  private final FaultSink findings;
  private OptionalInt current = OptionalInt.empty();
  private OptionalLong handedOverAt = OptionalLong.empty();

  KeyCheck(TrustPolicy policy, FaultSink findings) {
    this.policy = policy;
    this.findings = findings;
  }

  /**
   * The log was begun with a key: its generation signs until another takes over.
   *
   * @param vkey the key; the empty one says nothing
   */
  void begun(String vkey) {
    List<KeyGeneration> generations = policy.generations();
    current =
        IntStream.range(0, generations.size())
            .filter(i -> generations.get(i).keys().stream().anyMatch(k -> k.format().equals(vkey)))
            .findFirst();
  }

  /** An event says which keys follow. */
  void rotated(String keys, long seq) {
    requireHandedOver(Long.MAX_VALUE);
    OptionalInt next =
        Base64Digest.isValid(keys) ? find(Base64Digest.read(keys)) : OptionalInt.empty();
    boolean follows =
        next.isPresent() && next.getAsInt() == current.orElse(next.getAsInt() - 1) + 1;
    findings.addIf(!follows || next.getAsInt() == 0, AuditFault.ROTATION_NOT_TRUSTED, seq);
    if (follows && next.getAsInt() > 0) {
      current = next;
      handedOverAt = OptionalLong.of(seq + 1);
    }
  }

  private OptionalInt find(Sha256 digest) {
    return policy.find(digest);
  }

  /**
   * Checks who signed a checkpoint.
   *
   * @return whether those did who may at this size
   */
  boolean accepts(long size, TrustVerdict verdict) {
    requireHandedOver(size);
    if (current.isEmpty()) { // a log that was begun without a key gets one by its first checkpoint
      current = verdict.generations().stream().mapToInt(Integer::intValue).findFirst();
    }
    Optional<AuditFault> fault = fault(size, verdict);
    fault.ifPresent(found -> findings.add(found, size));
    if (handedOverAt.isPresent() && size >= handedOverAt.getAsLong()) {
      handedOverAt = OptionalLong.empty();
    }
    return fault.isEmpty();
  }

  private Optional<AuditFault> fault(long size, TrustVerdict verdict) {
    int generation = current.orElse(-1);
    if (!verdict.signatures().faults().isEmpty()) {
      return Optional.of(AuditFault.SIGNATURE_INVALID);
    }
    boolean handsOver = handedOverAt.isPresent() && handedOverAt.getAsLong() == size;
    if (handsOver && !(verdict.isSignedBy(generation) && verdict.isSignedBy(generation - 1))) {
      return Optional.of(AuditFault.ROTATION_NOT_SIGNED);
    }
    if (verdict.isSignedBy(generation)) {
      return Optional.empty();
    }
    if (verdict.generations().isEmpty()) {
      return Optional.of(AuditFault.SIGNATURE_MISSING);
    }
    boolean retired = verdict.generations().get(0) < generation;
    return Optional.of(
        retired ? AuditFault.SIGNATURE_KEY_NOT_CURRENT : AuditFault.ROTATION_NOT_RECORDED);
  }

  /** Something behind a rotation without the checkpoint that hands over. */
  private void requireHandedOver(long size) {
    if (handedOverAt.isPresent() && handedOverAt.getAsLong() < size) {
      findings.add(AuditFault.ROTATION_NOT_SIGNED, handedOverAt.getAsLong() - 1);
      handedOverAt = OptionalLong.empty();
    }
  }
}

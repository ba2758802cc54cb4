// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.NoteRefusedException;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.audit.note.TrustVerdict;
import java.util.Optional;

/**
 * A note that stands in the place of a checkpoint, read and its signatures verified.
 *
 * @param octets the note; treat as immutable
 * @param checkpoint what it says, if it is a checkpoint
 * @param verdict whose signatures hold, if there is a policy to ask
 * @param why why it is no checkpoint
 */
@SuppressWarnings("ArrayRecordComponent")
record ReadNote(
    byte[] octets, Optional<Checkpoint> checkpoint, Optional<TrustVerdict> verdict, String why) {

  static ReadNote of(byte[] octets, Optional<TrustPolicy> policy) {
    try {
      SignedCheckpoint signed = SignedCheckpoint.parse(octets);
      return new ReadNote(
          octets,
          Optional.of(signed.checkpoint()),
          policy.map(trusted -> trusted.check(signed)),
          "");
    } catch (NoteRefusedException e) {
      return new ReadNote(
          octets, Optional.empty(), Optional.empty(), String.valueOf(e.getMessage()));
    }
  }
}

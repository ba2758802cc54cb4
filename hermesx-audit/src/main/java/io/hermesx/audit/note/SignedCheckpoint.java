// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint with the signatures under it, which nobody need have verified yet. It is a {@link
 * Note} whose text is a checkpoint.
 *
 * @param checkpoint what is signed
 * @param signatures 1 to 16, in the order of their lines
 */
public record SignedCheckpoint(Checkpoint checkpoint, List<NoteSignature> signatures) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if there are no signatures or more than 16
   */
  public SignedCheckpoint {
    signatures = new Note(checkpoint.text(), signatures).signatures();
  }

  /**
   * Reads a signed checkpoint.
   *
   * @throws NoteRefusedException if the text is no note, its text is no checkpoint, or either is
   *     not in its one spelling
   */
  public static SignedCheckpoint parse(String note) {
    return of(Note.parse(note));
  }

  /**
   * Reads a signed checkpoint from its octets.
   *
   * @throws NoteRefusedException as {@link #parse(String)}
   */
  public static SignedCheckpoint parse(byte[] note) {
    return of(Note.parse(note));
  }

  /**
   * Returns the signed checkpoint that a note is.
   *
   * @throws NoteRefusedException if the note's text is no checkpoint
   */
  public static SignedCheckpoint of(Note note) {
    return new SignedCheckpoint(Checkpoint.parse(note.text()), note.signatures());
  }

  /**
   * Returns a checkpoint with signature lines that were kept by themselves, such as those that a
   * witness answered.
   *
   * @param lines 1 to 16 signature lines of a note, each with its newline, in UTF-8
   * @throws NoteRefusedException if they are anything else, or not in their one spelling
   */
  public static SignedCheckpoint of(Checkpoint checkpoint, byte[] lines) {
    byte[] text = (checkpoint.text() + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] note = Arrays.copyOf(text, Math.addExact(text.length, lines.length));
    System.arraycopy(lines, 0, note, text.length, lines.length);
    return parse(note); // an empty line in between would make the text more than a checkpoint
  }

  /**
   * Has a checkpoint signed, by one signer after the other, and verifies each signature. Blocks as
   * long as the signers do. Whoever calls it has made sure that the log never signed another
   * history.
   *
   * @param time the time that ML-DSA-44 signers commit to, cut to whole seconds: after the start of
   *     1970 and before the year 10000
   * @param signers 1 to 16 with different keys; no two keys in memory have the same seed
   * @throws IllegalArgumentException if time or signers are outside their range
   * @throws SignerException if a signer gives no signature, or a wrong one
   */
  public static SignedCheckpoint sign(
      Checkpoint checkpoint, Instant time, List<? extends CheckpointSigner> signers) {
    long seconds = time.getEpochSecond();
    if (seconds < 1 || seconds > CosignedMessage.LATEST) {
      throw new IllegalArgumentException(
          "a checkpoint is to be signed at "
              + time
              + ", allowed: after 1970-01-01T00:00:00Z and before the year 10000");
    }
    if (signers.isEmpty() || signers.size() > Note.MOST_SIGNATURES) {
      throw new IllegalArgumentException(
          "a checkpoint is to be signed by "
              + signers.size()
              + " signers, allowed: 1 to "
              + Note.MOST_SIGNATURES);
    }
    requireDistinct(signers);
    List<NoteSignature> signatures = new ArrayList<>();
    for (CheckpointSigner signer : signers) {
      signatures.add(CheckpointSignature.by(signer, checkpoint, seconds));
    }
    return new SignedCheckpoint(checkpoint, signatures);
  }

  /**
   * Verifies the signatures of known keys, each of them whatever the others are.
   *
   * @param known the keys to look for; signatures of others are ignored
   */
  public SignatureCheck check(Collection<VerifierKey> known) {
    List<VerifiedSignature> verified = new ArrayList<>();
    List<SignatureFault> faults = new ArrayList<>();
    for (VerifierKey key : known) {
      List<NoteSignature> claims = signatures.stream().filter(key::claims).toList();
      if (claims.size() > 1) {
        faults.add(new SignatureFault(key, SignatureFault.Kind.REPEATED));
      } else if (!claims.isEmpty()) {
        Optional<VerifiedSignature> holds =
            CheckpointSignature.verified(key, checkpoint, claims.get(0));
        holds.ifPresentOrElse(
            verified::add, () -> faults.add(new SignatureFault(key, SignatureFault.Kind.INVALID)));
      }
    }
    return new SignatureCheck(verified, faults);
  }

  /**
   * Verifies the signatures of known witnesses, each line of them whatever the others are.
   *
   * @param known the keys to look for; signatures of others are ignored
   */
  public CosignatureCheck cosignatures(Collection<WitnessKey> known) {
    List<Cosignature> held = new ArrayList<>();
    List<WitnessKey> wrong = new ArrayList<>();
    for (NoteSignature signature : signatures) {
      for (WitnessKey key : known) {
        if (key.claims(signature)) {
          key.verified(checkpoint, signature).ifPresentOrElse(held::add, () -> wrong.add(key));
        }
      }
    }
    return new CosignatureCheck(held, wrong);
  }

  /** Returns the note. */
  public Note note() {
    return new Note(checkpoint.text(), signatures);
  }

  /** Returns the text of the note. */
  public String format() {
    return note().format();
  }

  private static void requireDistinct(List<? extends CheckpointSigner> signers) {
    for (int i = 0; i < signers.size(); i++) {
      for (int j = 0; j < i; j++) {
        CheckpointSigner one = signers.get(j);
        CheckpointSigner other = signers.get(i);
        if (one.key().equals(other.key())
            || (one instanceof SigningKey a
                && other instanceof SigningKey b
                && a.sharesSeedWith(b))) {
          throw new IllegalArgumentException(
              "the signers "
                  + one.key()
                  + " and "
                  + other.key()
                  + " have the same key or seed; make a key of its own for each");
        }
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What signers and those who sign badly do to a checkpoint. */
final class SignedCheckpointTest {

  @Test
  void sign_signerWithAnotherKey_isRefused() {
    for (SigningKey right : Golden.SIGNERS) {
      SigningKey wrong =
          SigningKey.generate(right.key().name(), right.key().type(), new java.util.Random(7));

      assertThatThrownBy(() -> sign(new Signer(right.key(), wrong::sign)))
          .isInstanceOf(SignerException.class)
          .hasMessageContaining(right.key().toString());
    }
  }

  @Test
  void sign_signerThatReturnsRubbish_isRefused() {
    for (SigningKey key : Golden.SIGNERS) {
      for (int length : new int[] {0, 1, 63, 64, 65, 2419, 2420, 2428}) {
        assertThatThrownBy(() -> sign(new Signer(key.key(), message -> new byte[length])))
            .isInstanceOf(SignerException.class);
      }
    }
  }

  @Test
  void sign_signerThatIsAway_saysSo() {
    SignerException away = new SignerException("the key management service does not answer");

    assertThatThrownBy(
            () ->
                sign(
                    new Signer(
                        Golden.ED25519.key(),
                        message -> {
                          throw away;
                        })))
        .isSameAs(away);
  }

  @Test
  void sign_hostsOwnSigner_signsLikeTheKeyInMemory() {
    Signer own = new Signer(Golden.ML_DSA_44.key(), Golden.ML_DSA_44::sign);

    assertThat(sign(own)).isEqualTo(sign(Golden.ML_DSA_44));
  }

  @Test
  void sign_sameKeyTwice_isRefused() {
    assertThatThrownBy(() -> sign(Golden.ED25519, Golden.ED25519))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Attack C16, where only the signer can see it. */
  @Test
  void sign_oneSeedForBothTypes_isRefused() {
    SigningKey one =
        SigningKey.generate(Golden.NAME, SignatureType.ED25519, new java.util.Random(7));
    SigningKey other =
        SigningKey.generate(Golden.NAME, SignatureType.ML_DSA_44, new java.util.Random(7));

    assertThatThrownBy(() -> sign(one, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seed");
  }

  @Test
  void sign_noSignersOrTooMany_isRefused() {
    assertThatThrownBy(() -> sign()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                SignedCheckpoint.sign(
                    Golden.CHECKPOINT, Golden.TIME, Collections.nCopies(17, Golden.ED25519)))
        .hasMessageContaining("17 signers");
  }

  @Test
  void sign_timeOutsideTheRange_isRefused() {
    for (long seconds : new long[] {-1, 0, 253_402_300_800L}) {
      assertThatThrownBy(() -> at(Instant.ofEpochSecond(seconds)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("allowed: after 1970");
    }
    assertThat(time(at(Instant.ofEpochSecond(1)))).contains(Instant.ofEpochSecond(1));
    Instant last = Instant.parse("9999-12-31T23:59:59Z");
    assertThat(time(at(last.plusNanos(999_999_999)))).contains(last);
  }

  @Test
  void check_timeChangedBehindTheSignature_isRefused() {
    NoteSignature signature = at(Golden.TIME).signatures().get(0);
    byte[] octets = signature.signature();
    for (long seconds : new long[] {Golden.TIME.getEpochSecond() + 1, 0, -1, Long.MAX_VALUE}) {
      ByteBuffer.wrap(octets).putLong(seconds);

      assertThat(check(new NoteSignature(signature.name(), signature.keyId(), octets)).faults())
          .extracting(SignatureFault::kind)
          .containsExactly(SignatureFault.Kind.INVALID);
    }
  }

  /** The key may say that it makes no statement about time; a time that no calendar has is none. */
  @Test
  void check_cosignatureWithoutTime_holdsAndHasNone() {
    assertThat(check(cosigned(0)).verified())
        .containsExactly(new VerifiedSignature(Golden.ML_DSA_44.key(), Optional.empty()));
    assertThat(check(cosigned(CosignedMessage.LATEST)).faults()).isEmpty();
    assertThat(check(cosigned(CosignedMessage.LATEST + 1)).faults()).hasSize(1);
    assertThat(check(cosigned(-1)).faults()).hasSize(1);
  }

  @Test
  void check_shortCosignature_isRefused() {
    VerifierKey key = Golden.ML_DSA_44.key();
    for (int length : new int[] {1, 7, 8, 9, 2420, 2427, 2429}) {
      assertThat(check(new NoteSignature(key.name(), key.id(), new byte[length])).faults())
          .hasSize(1);
    }
  }

  @Test
  void check_nameOfTheCosigner_isSigned() {
    SigningKey other =
        SigningKey.parse(
            SigningKey.generate("other.example.com", SignatureType.ML_DSA_44, new Seeds(32))
                .secretText());
    assertThat(other.key().publicKey()).isEqualTo(Golden.ML_DSA_44.key().publicKey());
    byte[] octets = sign(other).signatures().get(0).signature();
    VerifierKey key = Golden.ML_DSA_44.key();

    assertThat(check(new NoteSignature(key.name(), key.id(), octets)).faults()).hasSize(1);
  }

  @Test
  void of_noteWithoutCheckpoint_isRefused() {
    Note note = new Note("hello\n", sign(Golden.ED25519).signatures());

    assertThatThrownBy(() -> SignedCheckpoint.of(note)).isInstanceOf(NoteRefusedException.class);
  }

  private static SignatureCheck check(NoteSignature signature) {
    return new SignedCheckpoint(Golden.CHECKPOINT, List.of(signature))
        .check(List.of(Golden.ML_DSA_44.key()));
  }

  private static NoteSignature cosigned(long seconds) {
    VerifierKey key = Golden.ML_DSA_44.key();
    byte[] signature =
        Golden.ML_DSA_44.sign(CosignedMessage.of(key.name(), seconds, Golden.CHECKPOINT));
    byte[] octets =
        ByteBuffer.allocate(Long.BYTES + signature.length).putLong(seconds).put(signature).array();
    return new NoteSignature(key.name(), key.id(), octets);
  }

  private static SignedCheckpoint sign(CheckpointSigner... signers) {
    return SignedCheckpoint.sign(Golden.CHECKPOINT, Golden.TIME, List.of(signers));
  }

  private static SignedCheckpoint at(Instant time) {
    return SignedCheckpoint.sign(Golden.CHECKPOINT, time, List.of(Golden.ML_DSA_44));
  }

  private static Optional<Instant> time(SignedCheckpoint signed) {
    return signed.check(List.of(Golden.ML_DSA_44.key())).verified().get(0).time();
  }

  private record Signer(VerifierKey key, java.util.function.UnaryOperator<byte[]> signing)
      implements CheckpointSigner {
    @Override
    public byte[] sign(byte[] message) {
      return signing.apply(message);
    }
  }
}

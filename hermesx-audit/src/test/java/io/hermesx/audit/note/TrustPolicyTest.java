// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose signatures count, and what becomes of a note with a wrong one. */
final class TrustPolicyTest {

  private static final SigningKey NEXT_ED25519 = key(SignatureType.ED25519, 1);
  private static final SigningKey NEXT_ML_DSA_44 = key(SignatureType.ML_DSA_44, 2);
  private static final SigningKey WITNESS = key(SignatureType.ED25519, 3);

  private static final KeyGeneration NEXT =
      KeyGeneration.of(List.of(NEXT_ML_DSA_44.key(), NEXT_ED25519.key()));

  private static final TrustPolicy POLICY = new TrustPolicy(List.of(Golden.KEYS, NEXT));

  @Test
  void check_newKeys_areTheSecondGeneration() {
    TrustVerdict verdict = POLICY.check(signed(NEXT_ED25519, NEXT_ML_DSA_44));

    assertThat(verdict.generations()).containsExactly(1);
    assertThat(verdict.isSignedBy(0)).isFalse();
    assertThat(verdict.isSignedBy(1)).isTrue();
  }

  @Test
  void check_oldAndNewKeys_areBothGenerations() {
    TrustVerdict verdict =
        POLICY.check(signed(NEXT_ML_DSA_44, Golden.ED25519, NEXT_ED25519, Golden.ML_DSA_44));

    assertThat(verdict.generations()).containsExactly(0, 1);
  }

  @Test
  void check_halfOfEachGeneration_isNeither() {
    TrustVerdict verdict = POLICY.check(signed(Golden.ED25519, NEXT_ML_DSA_44));

    assertThat(verdict.generations()).isEmpty();
    assertThat(verdict.signatures().isAccepted()).isTrue();
  }

  /** Attack C18. */
  @Test
  void check_oneOfTwoSignaturesRemoved_isRefusedAndNamesTheKey() {
    for (SigningKey left : Golden.SIGNERS) {
      TrustVerdict verdict = POLICY.check(signed(left));

      assertThat(verdict.generations()).isEmpty();
      assertThat(Golden.KEYS.missing(verdict.signatures())).hasSize(1).doesNotContain(left.key());
    }
  }

  @Test
  void check_onlyOneTypeRequired_isAcceptedWithoutTheOther() {
    TrustPolicy lenient =
        new TrustPolicy(
            List.of(new KeyGeneration(Golden.KEYS.keys(), Set.of(SignatureType.ED25519))));

    assertThat(lenient.check(signed(Golden.ED25519)).isSignedBy(0)).isTrue();
    assertThat(lenient.check(signed(Golden.ML_DSA_44)).isSignedBy(0)).isFalse();
  }

  /** Attack C15, also where the wrong signature is not required. */
  @Test
  void check_wrongSignatureOfKnownKeyBesideValidOnes_refusesTheNote() {
    KeyGeneration lenient = new KeyGeneration(Golden.KEYS.keys(), Set.of(SignatureType.ED25519));
    NoteSignature wrong = tampered(signed(Golden.ML_DSA_44).signatures().get(0));
    NoteSignature right = signed(Golden.ED25519).signatures().get(0);
    SignedCheckpoint note = new SignedCheckpoint(Golden.CHECKPOINT, List.of(right, wrong));

    TrustVerdict verdict = new TrustPolicy(List.of(lenient)).check(note);

    assertThat(verdict.generations()).isEmpty();
    assertThat(verdict.signatures().isAccepted()).isFalse();
    assertThat(verdict.signatures().faults())
        .containsExactly(new SignatureFault(Golden.ML_DSA_44.key(), SignatureFault.Kind.INVALID));
    assertThat(verdict.signatures().isSignedBy(Golden.ED25519.key())).isTrue();
  }

  /** Attack C15: a retired key is known too. */
  @Test
  void check_wrongSignatureOfAnotherGeneration_refusesTheNote() {
    List<NoteSignature> signatures =
        new ArrayList<>(signed(NEXT_ED25519, NEXT_ML_DSA_44).signatures());
    signatures.add(tampered(signed(Golden.ED25519).signatures().get(0)));

    TrustVerdict verdict = POLICY.check(new SignedCheckpoint(Golden.CHECKPOINT, signatures));

    assertThat(verdict.generations()).isEmpty();
  }

  @Test
  void check_knownKeyTwice_refusesTheNote() {
    List<NoteSignature> twice = new ArrayList<>(golden().signatures());
    twice.add(twice.get(0));

    TrustVerdict verdict = POLICY.check(new SignedCheckpoint(Golden.CHECKPOINT, twice));

    assertThat(verdict.generations()).isEmpty();
    assertThat(verdict.signatures().faults())
        .containsExactly(new SignatureFault(Golden.ED25519.key(), SignatureFault.Kind.REPEATED));
  }

  @Test
  void check_unknownKeys_areIgnored() {
    List<NoteSignature> signatures = new ArrayList<>(golden().signatures());
    signatures.add(signed(WITNESS).signatures().get(0));
    NoteSignature known = signatures.get(0);
    signatures.add(new NoteSignature(known.name(), known.keyId() + 1, new byte[64]));
    signatures.add(new NoteSignature("other.example.com", known.keyId(), new byte[64]));

    TrustVerdict verdict = POLICY.check(new SignedCheckpoint(Golden.CHECKPOINT, signatures));

    assertThat(verdict.generations()).containsExactly(0);
    assertThat(verdict.signatures().verified()).hasSize(2);
  }

  @Test
  void check_onlyUnknownKeys_isRefused() {
    TrustVerdict verdict = POLICY.check(signed(WITNESS));

    assertThat(verdict.generations()).isEmpty();
    assertThat(verdict.signatures().isAccepted()).isFalse();
    assertThat(verdict.signatures().faults()).isEmpty();
  }

  @Test
  void check_signaturesOfAnotherCheckpoint_areWrong() {
    Checkpoint golden = Golden.CHECKPOINT;
    for (Checkpoint other :
        List.of(
            new Checkpoint(golden.origin() + "x", golden.size(), golden.root()),
            new Checkpoint(golden.origin(), golden.size() + 1, golden.root()),
            new Checkpoint(golden.origin(), golden.size(), Sha256.raw(new byte[1])))) {
      TrustVerdict verdict = POLICY.check(new SignedCheckpoint(other, golden().signatures()));

      assertThat(verdict.signatures().verified()).isEmpty();
      assertThat(verdict.signatures().faults()).hasSize(2);
    }
  }

  /** Attack C16: one key under two types or in two generations. */
  @Test
  void policy_keyInTwoGenerations_isRefused() {
    VerifierKey renamed =
        VerifierKey.of(
            "other.example.com", SignatureType.ED25519, Golden.ED25519.key().publicKey());
    KeyGeneration again = KeyGeneration.of(List.of(renamed, NEXT_ML_DSA_44.key()));

    assertThatThrownBy(() -> new TrustPolicy(List.of(Golden.KEYS, again)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(renamed.toString());
    assertThatThrownBy(() -> new TrustPolicy(List.of(Golden.KEYS, Golden.KEYS)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void policy_keyOfOneTypeUnderAnother_isRefused() {
    byte[] ed25519 = Golden.ED25519.key().publicKey();
    byte[] mlDsa44 = Golden.ML_DSA_44.key().publicKey();

    assertThatThrownBy(() -> VerifierKey.of(Golden.NAME, SignatureType.ML_DSA_44, ed25519))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 octets");
    assertThatThrownBy(() -> VerifierKey.of(Golden.NAME, SignatureType.ED25519, mlDsa44))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1312 octets");
  }

  @Test
  void generation_notOneKeyOfEachType_isRefused() {
    VerifierKey one = Golden.ED25519.key();
    Set<SignatureType> both = EnumSet.allOf(SignatureType.class);

    assertThatThrownBy(() -> KeyGeneration.of(List.of(one)))
        .hasMessageContaining("requires ed25519 ml-dsa-44, allowed: one or more of ed25519");
    assertThatThrownBy(() -> new KeyGeneration(List.of(one, NEXT_ED25519.key()), both))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KeyGeneration(List.of(), both))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KeyGeneration(List.of(one), Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void policy_noneOrTooManyGenerations_isRefused() {
    assertThatThrownBy(() -> new TrustPolicy(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TrustPolicy(Collections.nCopies(1001, Golden.KEYS)))
        .hasMessageContaining("1001");
  }

  @Test
  void find_digestOfAGeneration_isItsNumber() {
    assertThat(POLICY.find(NEXT.digest())).hasValue(1);
    assertThat(POLICY.find(Golden.KEYS.digest())).hasValue(0);
    assertThat(POLICY.find(Sha256.raw())).isEmpty();
  }

  @Test
  void digest_orderAndRequirement_doNotChangeIt() {
    List<VerifierKey> turned = List.of(Golden.ML_DSA_44.key(), Golden.ED25519.key());

    assertThat(new KeyGeneration(turned, Set.of(SignatureType.ED25519)).digest())
        .isEqualTo(Golden.KEYS.digest());
    assertThat(NEXT.digest()).isNotEqualTo(Golden.KEYS.digest());
  }

  @Test
  void parse_severalGenerations_isWhatWasWritten() {
    TrustPolicy policy =
        new TrustPolicy(
            List.of(
                new KeyGeneration(List.of(WITNESS.key()), Set.of(SignatureType.ED25519)),
                Golden.KEYS,
                NEXT));

    assertThat(TrustPolicy.parse(policy.format())).isEqualTo(policy);
  }

  @Test
  void parse_anotherSpelling_isRefused() {
    String text = Golden.policy();
    String[] lines = text.split("\n", -1);
    for (String other :
        List.of(
            "",
            "\n",
            lines[0] + "\n",
            text.substring(0, text.length() - 1),
            text + "\n",
            "\n" + text,
            text.replace("\n", "\r\n"),
            text.replace("v1", "v2"),
            text.replace("requires ed25519", "requires  ed25519"),
            text.replace("ed25519 ml-dsa-44", "ml-dsa-44 ed25519"),
            text.replace("ed25519 ml-dsa-44", "ed25519 ed25519 ml-dsa-44"),
            text.replace("ed25519 ml-dsa-44", "ed25519 ml-dsa-44 "),
            text.replace("ed25519 ml-dsa-44", "ed25519 ml-dsa-65"),
            text.replace("ed25519 ml-dsa-44", ""),
            text.replace("generation", "Generation"),
            text.replace("175a851d", "175A851D"),
            text.replace("175a851d", "175a851e"),
            "# comment\n" + text,
            text + "# comment\n",
            String.join("\n", lines[0], lines[1], lines[3], lines[2], ""),
            String.join("\n", lines[0], lines[1], lines[2], ""),
            String.join("\n", lines[0], lines[2], lines[3], ""),
            String.join("\n", lines[0], lines[1], lines[2], lines[3], lines[1], ""),
            String.join("\n", lines[0], lines[1], lines[2], lines[3], lines[3], ""))) {
      assertThatThrownBy(() -> TrustPolicy.parse(other))
          .as(other)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void parse_brokenLine_isNamed() {
    assertThatThrownBy(() -> TrustPolicy.parse(Golden.policy().replace("175a851d", "175a851e")))
        .hasMessageContaining("line 3")
        .hasMessageContaining("175a851e")
        .hasMessageContaining("175a851d");
  }

  @Test
  void read_file_isThePolicyAndErrorsNameIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("trust");
    assertThatThrownBy(() -> TrustPolicy.read(file))
        .isInstanceOf(HermesException.class)
        .hasMessageContaining(file.toString());

    Files.writeString(file, Golden.policy());
    assertThat(TrustPolicy.read(file).generations()).containsExactly(Golden.KEYS);

    Files.write(file, new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> TrustPolicy.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void read_fileThatIsTooLong_isRefusedAndNotCutShort(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("trust");
    String policy = Golden.policy();
    Files.writeString(file, policy + "\n".repeat((1 << 22) + 1 - policy.length()));

    assertThatThrownBy(() -> TrustPolicy.read(file)).hasMessageContaining("4194304");
  }

  private static SignedCheckpoint golden() {
    return signed(Golden.ED25519, Golden.ML_DSA_44);
  }

  private static SignedCheckpoint signed(SigningKey... signers) {
    return SignedCheckpoint.sign(Golden.CHECKPOINT, Golden.TIME, List.of(signers));
  }

  private static NoteSignature tampered(NoteSignature signature) {
    byte[] octets = signature.signature();
    octets[octets.length / 2] ^= 1;
    return new NoteSignature(signature.name(), signature.keyId(), octets);
  }

  private static SigningKey key(SignatureType type, long seed) {
    return SigningKey.generate(Golden.NAME, type, new Random(seed));
  }
}

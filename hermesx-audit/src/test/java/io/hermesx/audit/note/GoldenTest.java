// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Every octet is the one that other programs compute: a difference here is a break of the format,
 * not a new golden file.
 */
final class GoldenTest {

  @Test
  void signing_goldenSeeds_givesTheGoldenNote() {
    assertThat(SignedCheckpoint.sign(Golden.CHECKPOINT, Golden.TIME, Golden.SIGNERS).format())
        .isEqualTo(Golden.note());
  }

  @Test
  void policy_goldenKeys_isTheGoldenText() {
    assertThat(new TrustPolicy(List.of(Golden.KEYS)).format()).isEqualTo(Golden.policy());
    assertThat(TrustPolicy.parse(Golden.policy()).generations()).containsExactly(Golden.KEYS);
  }

  @Test
  void digest_goldenKeys_isTheGoldenDigest() {
    assertThat(Golden.KEYS.digest().hex())
        .isEqualTo("d30e46def6ec4f30eebe9393338ca8162c6b1ffe287d9667fd9841a32ff2c4b6");
  }

  @Test
  void check_goldenNote_isSignedByBothAtTheTime() {
    TrustVerdict verdict =
        TrustPolicy.parse(Golden.policy()).check(SignedCheckpoint.parse(Golden.note()));

    assertThat(verdict.isSignedBy(0)).isTrue();
    assertThat(verdict.generations()).containsExactly(0);
    assertThat(verdict.signatures().faults()).isEmpty();
    assertThat(verdict.signatures().verified())
        .containsExactly(
            new VerifiedSignature(Golden.ED25519.key(), Optional.empty()),
            new VerifiedSignature(Golden.ML_DSA_44.key(), Optional.of(Golden.TIME)));
  }

  @Test
  void cosignedMessage_goldenCheckpoint_isTheGoldenMessage() {
    assertThat(CosignedMessage.of(Golden.NAME, Golden.TIME.getEpochSecond(), Golden.CHECKPOINT))
        .asHexString()
        .isEqualToIgnoringCase(
            "737562747265652f76310a001661756469742e6578616d706c652e636f6d2f70726f6400000000"
                + "6553f1003b61756469742e6578616d706c652e636f6d2f70726f642f3861636632636334"
                + "2d303962302d386666362d393031302d3732643433666363636661330000000000000000"
                + "00000000013e2dc32e32ab0d586a2b44ebbfc14dbdf5c910d81f070803708de234a0cad9"
                + "8d93e01d");
  }

  /** The example of C2SP signed-note. */
  @Test
  void verifierKey_publishedExample_verifiesThePublishedNote() {
    VerifierKey key =
        VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    Note note =
        Note.parse(
            """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """);
    NoteSignature signature = note.signatures().get(0);

    assertThat(key.claims(signature)).isTrue();
    assertThat(key.verifies(note.text().getBytes(UTF_8), signature.signature())).isTrue();
    assertThat(key.verifies("This".getBytes(UTF_8), signature.signature())).isFalse();
  }
}

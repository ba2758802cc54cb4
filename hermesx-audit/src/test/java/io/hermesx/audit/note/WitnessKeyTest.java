// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cosignatures of witnesses, and everything that looks like one and is none. */
final class WitnessKeyTest {

  private static final long TIME = 1_795_176_000L;
  private static final String NAME = "witness.example.com/w1";
  private static final Checkpoint CHECKPOINT =
      new Checkpoint("audit.example.com/prod/a", 7, Sha256.raw(new byte[] {7}));

  private static final List<WitnessSigner> WITNESSES =
      List.of(WitnessSigner.ed25519(NAME, 1), WitnessSigner.mlDsa44(NAME, 1));

  private static CosignatureCheck check(String lines, WitnessSigner known) {
    return SignedCheckpoint.of(CHECKPOINT, lines.getBytes(UTF_8))
        .cosignatures(List.of(known.key()));
  }

  private static void assertWrong(String lines, WitnessSigner known) {
    CosignatureCheck check = check(lines, known);
    assertThat(check.held()).isEmpty();
    assertThat(check.wrong()).containsExactly(known.key());
  }

  @Test
  void cosignature_ofTheCheckpoint_holdsWithItsTime() {
    for (WitnessSigner witness : WITNESSES) {
      for (long seconds : new long[] {1, TIME, CosignedMessage.LATEST}) {
        CosignatureCheck check = check(witness.cosign(CHECKPOINT, seconds), witness);

        assertThat(check.held()).hasSize(1);
        assertThat(check.witnesses()).containsExactly(witness.key());
        assertThat(check.held().get(0).time()).isEqualTo(Instant.ofEpochSecond(seconds));
        assertThat(check.lines()).isEqualTo(witness.cosign(CHECKPOINT, seconds));
        assertThat(check.wrong()).isEmpty();
      }
    }
  }

  @Test
  void cosignature_ofAnythingElse_doesNotHold() {
    Sha256 root = CHECKPOINT.root();
    for (WitnessSigner witness : WITNESSES) {
      for (Checkpoint other :
          List.of(
              new Checkpoint("audit.example.com/prod/b", 7, root),
              new Checkpoint(CHECKPOINT.origin(), 8, root),
              new Checkpoint(CHECKPOINT.origin(), 7, Sha256.raw(new byte[] {8})))) {
        assertWrong(witness.cosign(other, TIME), witness);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 253_402_300_800L})
  void cosignature_withoutATime_doesNotHold(long seconds) {
    for (WitnessSigner witness : WITNESSES) {
      assertWrong(witness.cosign(CHECKPOINT, seconds), witness);
    }
  }

  @Test
  void cosignature_withAnyOctetChanged_doesNotHold() {
    for (WitnessSigner witness : WITNESSES) {
      byte[] octets = octets(witness.cosign(CHECKPOINT, TIME));
      Random random = new Random(5);
      for (int i = 0; i < 150; i++) { // the 8 of the time, all of Ed25519, some of ML-DSA-44
        byte[] changed = octets.clone();
        int place = i < 72 ? i : random.nextInt(octets.length);
        changed[place] ^= (byte) (1 << random.nextInt(8));

        assertWrong(witness.line(changed), witness);
      }
    }
  }

  @Test
  void cosignature_ofAnotherLength_doesNotHold() {
    for (WitnessSigner witness : WITNESSES) {
      byte[] octets = octets(witness.cosign(CHECKPOINT, TIME));
      for (int length : new int[] {1, 7, 8, 9, octets.length - 1, octets.length + 1}) {
        assertWrong(witness.line(Arrays.copyOf(octets, length)), witness);
      }
    }
  }

  /** What follows name and key id in the base64 of a line. */
  private static byte[] octets(String line) {
    String base64 = line.substring(line.lastIndexOf(' ') + 1, line.length() - 1);
    byte[] all = Base64.getDecoder().decode(base64);
    return Arrays.copyOfRange(all, 4, all.length);
  }

  @Test
  void signature_ofALog_isNoCosignature() {
    SigningKey log = SigningKey.generate(NAME, SignatureType.ED25519, new Random(1));
    WitnessSigner witness = WitnessSigner.with(log);
    String note =
        SignedCheckpoint.sign(CHECKPOINT, Instant.ofEpochSecond(TIME), List.of(log)).format();
    String line = note.substring(note.indexOf("\u2014"));

    assertThat(check(line, witness)).isEqualTo(new CosignatureCheck(List.of(), List.of()));
    assertWrong(witness.line(octets(line)), witness);
    assertThat(
            SignedCheckpoint.parse(CHECKPOINT.text() + "\n" + witness.cosign(CHECKPOINT, TIME))
                .check(List.of(log.key()))
                .isAccepted())
        .isFalse();
  }

  /** The private key signs the name too, of which ML-DSA-44 makes a part of the message. */
  @Test
  void cosignature_underAnotherName_isOfAnotherWitness() {
    for (WitnessSigner witness : WITNESSES) {
      String line = witness.as("witness.example.com/w2").cosign(CHECKPOINT, TIME);

      assertThat(check(line, witness)).isEqualTo(new CosignatureCheck(List.of(), List.of()));
    }
    WitnessSigner mlDsa = WITNESSES.get(1);
    String other = mlDsa.as("witness.example.com/w2").cosign(CHECKPOINT, TIME);
    assertWrong(mlDsa.line(octets(other)), mlDsa);
  }

  @Test
  void witness_inSeveralLines_isOneWitness() {
    for (WitnessSigner witness : WITNESSES) {
      String line = witness.cosign(CHECKPOINT, TIME);

      CosignatureCheck check = check(line + line + witness.cosign(CHECKPOINT, TIME + 1), witness);

      assertThat(check.held()).hasSize(3);
      assertThat(check.witnesses()).containsExactly(witness.key());
      assertThat(check(line + witness.line(new byte[72]), witness).wrong()).hasSize(1);
    }
  }

  @Test
  void lines_thatAreNotOneToSixteen_areRefused() {
    String line = WITNESSES.get(0).cosign(CHECKPOINT, TIME);
    assertThat(check(line.repeat(16), WITNESSES.get(0)).held()).hasSize(16);
    for (String other :
        List.of(
            "",
            "\n",
            line.repeat(17),
            line.substring(0, line.length() - 1),
            line + "\n",
            "\n" + line,
            line + "\n" + line,
            line + "x",
            "x\n\n" + line,
            line.replace("=", ""),
            CHECKPOINT.text() + "\n" + line)) {
      assertThatExceptionOfType(NoteRefusedException.class)
          .as(other)
          .isThrownBy(() -> SignedCheckpoint.of(CHECKPOINT, other.getBytes(UTF_8)));
    }
  }

  @Test
  void vkey_ofAWitness_hasOneSpelling() {
    for (WitnessSigner witness : WITNESSES) {
      String vkey = witness.vkey();
      assertThat(witness.key().format()).isEqualTo(vkey);
      assertThat(WitnessKey.parse(vkey)).isEqualTo(witness.key()).hasSameHashCodeAs(witness.key());
      assertThat(witness.key().name()).isEqualTo(NAME);
      for (String other :
          List.of(
              "",
              vkey + "\n",
              vkey.substring(1),
              vkey.replace(NAME, "w"),
              vkey.replace(NAME, "a b"),
              vkey.replaceFirst("\\+[0-9a-f]{8}\\+", "+00000000+"),
              vkey.substring(0, vkey.length() - 4))) {
        assertThatIllegalArgumentException().as(other).isThrownBy(() -> WitnessKey.parse(other));
      }
    }
    assertThat(WITNESSES.get(0).key().algorithm()).isEqualTo(SignatureType.ED25519);
    assertThat(WITNESSES.get(1).key().algorithm()).isEqualTo(SignatureType.ML_DSA_44);
  }

  @Test
  void vkey_ofALog_isRefusedAndTheOtherWayRound() {
    SigningKey log = SigningKey.generate(NAME, SignatureType.ED25519, new Random(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> WitnessKey.parse(log.key().format()))
        .withMessageContaining("type 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerifierKey.parse(WITNESSES.get(0).vkey()))
        .withMessageContaining("1 (Ed25519) and 6");
  }

  /** The example of C2SP tlog-cosignature, whose public key it does not give. */
  @Test
  void example_ofTheSpecification_hasItsTimeBeforeTheSignature() {
    SignedCheckpoint note =
        SignedCheckpoint.parse(
            """
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
            """);
    byte[] octets = note.signatures().get(1).signature();

    assertThat(octets).hasSize(8 + 64);
    assertThat(ByteBuffer.wrap(octets).getLong()).isEqualTo(1_679_315_147L);
  }
}

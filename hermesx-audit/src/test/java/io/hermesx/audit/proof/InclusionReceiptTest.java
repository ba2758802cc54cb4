// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.NoteRefusedException;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InclusionReceiptTest {

  private static final SignedLog LOG = new SignedLog("audit.example.com/prod/one", 300);
  private static final SignedLog OTHER = new SignedLog("audit.example.com/prod/two", 300);
  private static final InclusionReceipt RECEIPT = receipt(LOG, 77);

  private static InclusionReceipt receipt(SignedLog log, int index) {
    return new MerkleProver(log.hashes()).receipt(index, log.checkpoint(300));
  }

  @Test
  void receipt_ofAnEventOfTheLog_isReadBackAndVerifies() {
    for (int index : List.of(0, 77, 255, 256, 299)) {
      InclusionReceipt receipt = receipt(LOG, index);
      InclusionReceipt read = InclusionReceipt.parse(receipt.octets());

      assertThat(read).isEqualTo(receipt);
      assertThat(read.octets()).isEqualTo(receipt.octets());
      ReceiptVerdict verdict = read.verify(LOG.entry(index), LOG.origin(), LOG.trust());
      assertThat(verdict.isValid()).isTrue();
      assertThat(verdict.signed().isSignedBy(0)).isTrue();
    }
  }

  @Test
  void receipt_ofTheOnlyEvent_hasNoHashes() {
    SignedLog one = new SignedLog("audit.example.com/prod/three", 1);
    InclusionReceipt receipt = new MerkleProver(one.hashes()).receipt(0, one.checkpoint(1));

    assertThat(new String(receipt.octets(), UTF_8))
        .startsWith("c2sp.org/tlog-proof@v1\nindex 0\n\naudit.example.com/prod/three\n1\n");
    InclusionReceipt read = InclusionReceipt.parse(receipt.octets());
    assertThat(read.verify(one.entry(0), one.origin(), one.trust()).isValid()).isTrue();
  }

  @Test
  void verify_whatIsNotSo_isNamed() {
    assertThat(faults(RECEIPT, LOG.entry(78), LOG)).containsExactly(ReceiptFault.NOT_INCLUDED);
    assertThat(faults(receipt(OTHER, 77), OTHER.entry(77), LOG))
        .containsExactlyInAnyOrder(ReceiptFault.OTHER_LOG, ReceiptFault.NOT_SIGNED);
    InclusionReceipt moved =
        new InclusionReceipt(
            new InclusionProof(78, 300, RECEIPT.proof().hashes()), RECEIPT.checkpoint());
    assertThat(faults(moved, LOG.entry(77), LOG)).containsExactly(ReceiptFault.NOT_INCLUDED);
  }

  @Test
  void verify_aCheckpointWithOneOfTwoRequiredSignatures_isNotSigned() {
    SignedCheckpoint signed = RECEIPT.checkpoint();
    for (int kept = 0; kept < 2; kept++) {
      SignedCheckpoint less =
          new SignedCheckpoint(signed.checkpoint(), List.of(signed.signatures().get(kept)));
      assertThat(faults(new InclusionReceipt(RECEIPT.proof(), less), LOG.entry(77), LOG))
          .containsExactly(ReceiptFault.NOT_SIGNED);
    }
  }

  @Test
  void verify_aForgedCheckpointOfARewrittenLog_isNotSigned() {
    SignedLog rewritten = new SignedLog(LOG.origin(), 300);
    rewritten.replace(77, "never happened".getBytes(UTF_8));
    Checkpoint forged = rewritten.checkpoint(300).checkpoint();
    SignedCheckpoint stolen = new SignedCheckpoint(forged, RECEIPT.checkpoint().signatures());
    InclusionReceipt receipt = new MerkleProver(rewritten.hashes()).receipt(77, stolen);

    assertThat(faults(receipt, rewritten.entry(77), LOG)).containsExactly(ReceiptFault.NOT_SIGNED);
  }

  private static Iterable<ReceiptFault> faults(
      InclusionReceipt receipt, byte[] entry, SignedLog expected) {
    return receipt.verify(entry, expected.origin(), expected.trust()).faults();
  }

  @Test
  void receipt_thatTheHashesDoNotBear_isNotGivenOut() {
    SignedLog changed = new SignedLog(LOG.origin(), 300);
    changed.replace(3, new byte[0]);
    MerkleProver prover = new MerkleProver(changed.hashes());

    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> prover.receipt(77, LOG.checkpoint(300)))
        .withMessageContaining("verify the log");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> prover.receipt(300, LOG.checkpoint(300)))
        .withMessageContaining("0 to 299");
  }

  @Test
  void receipt_ofPartsThatDoNotFit_isRefused() {
    SignedCheckpoint checkpoint = RECEIPT.checkpoint();
    List<Sha256> many = Collections.nCopies(64, Sha256.raw());

    for (InclusionProof proof :
        List.of(
            new InclusionProof(77, 299, RECEIPT.proof().hashes()),
            new InclusionProof(-1, 300, List.of()),
            new InclusionProof(77, 300, many))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new InclusionReceipt(proof, checkpoint));
    }
  }

  static Stream<UnaryOperator<String>> spellings() {
    String hash = Base64.getEncoder().encodeToString(RECEIPT.proof().hashes().get(0).octets());
    String strayBit = hash.substring(0, 42) + (char) (hash.charAt(42) + 1) + "=";
    return Stream.of(
        text -> text.replaceFirst("@v1", "@v2"),
        text -> "\n" + text,
        text -> text + "\n",
        text -> text.replaceFirst("index 77", "index 077"),
        text -> text.replaceFirst("index 77", "index +77"),
        text -> text.replaceFirst("index 77", "index -1"),
        text -> text.replaceFirst("index 77", "index  77"),
        text -> text.replaceFirst("index 77", "index 9999999999999999999"),
        text -> text.replaceFirst("index 77\n", ""),
        text -> text.replaceFirst("index 77\n", "extra AAAA\nindex 77\n"),
        text -> text.replaceFirst("index 77", "extra AAAA\nindex 77"),
        text -> text.replaceFirst("index 77\n", "index 77\r\n"),
        text -> text.replaceFirst("index 77\n", "index 77\n\n"),
        text -> text.replace(hash, hash.substring(0, 43)),
        text -> text.replace(hash, strayBit),
        text -> text.replace(hash, hash + " "),
        text -> text.replace(hash, " " + hash),
        text -> text.replace(hash, hash + "\n" + (hash + "\n").repeat(63)),
        text -> text.replace("\n\n", "\n"),
        text -> text.substring(0, text.length() - 1),
        text -> text.substring(0, text.indexOf("\n\n") + 2),
        text -> "c2sp.org/tlog-proof@v1\n",
        text -> "",
        text -> text + "x".repeat(1 << 18));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void parse_anotherSpelling_isRefused(UnaryOperator<String> change) {
    String text = new String(RECEIPT.octets(), UTF_8);
    String changed = change.apply(text);

    assertThat(changed).isNotEqualTo(text);
    assertThatExceptionOfType(NoteRefusedException.class)
        .isThrownBy(() -> InclusionReceipt.parse(changed.getBytes(UTF_8)));
  }

  /** Whatever is done to the octets: what is accepted is written again as it was, or refused. */
  @Test
  void parse_anyChangedOctet_isRefusedOrKeptAsItIs() {
    byte[] octets = RECEIPT.octets();
    Random random = new Random(6);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = octets.clone();
      changed[random.nextInt(i % 2 == 0 ? 600 : octets.length)] ^= (byte) (1 + random.nextInt(255));
      refusedOrKept(changed);
      refusedOrKept(Arrays.copyOf(octets, random.nextInt(octets.length)));
    }
  }

  private static void refusedOrKept(byte[] octets) {
    try {
      assertThat(InclusionReceipt.parse(octets).octets()).isEqualTo(octets);
    } catch (NoteRefusedException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** Nothing but the exact receipt proves anything, but for what nobody signs: unknown keys. */
  @Test
  void verify_anyFlippedBitOfHeadAndProof_isFoundOrRefused() {
    byte[] octets = RECEIPT.octets();
    int end = new String(octets, UTF_8).indexOf("\n— ");
    for (int bit = 0; bit < 8 * end; bit++) {
      byte[] changed = octets.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        InclusionReceipt read = InclusionReceipt.parse(changed);
        assertThat(read.verify(LOG.entry(77), LOG.origin(), LOG.trust()).isValid())
            .as("bit %s", bit)
            .isFalse();
      } catch (NoteRefusedException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}

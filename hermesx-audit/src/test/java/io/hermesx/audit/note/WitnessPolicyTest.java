// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.HermesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of witness policies, and whom they want. */
final class WitnessPolicyTest {

  private static final List<WitnessSigner> SIGNERS =
      IntStream.range(0, 6).mapToObj(i -> WitnessSigner.ed25519("w.example/" + i, i)).toList();

  private static String witness(String label, int signer) {
    return "witness " + label + " " + SIGNERS.get(signer).vkey() + "\n";
  }

  private static List<WitnessKey> keys(Integer... signers) {
    return Arrays.stream(signers).map(i -> SIGNERS.get(i).key()).toList();
  }

  /** The example of C2SP tlog-policy but for its log. */
  private static final String EXAMPLE =
      witness("X1", 0)
          + witness("X2", 1)
          + witness("X3", 2)
          + "group X-witnesses 2 X1 X2 X3\n\n"
          + witness("Y1", 3)
          + witness("Y2", 4)
          + witness("Y3", 5)
          + "group Y-witnesses any Y1 Y2 Y3\n\n"
          + "group X-and-Y all X-witnesses Y-witnesses\n"
          + "quorum X-and-Y\n";

  @Test
  void example_ofTheSpecification_wantsTwoOfOneAndOneOfTheOther() {
    WitnessPolicy policy = WitnessPolicy.parse(EXAMPLE);

    assertThat(policy.keys()).isEqualTo(keys(0, 1, 2, 3, 4, 5));
    assertThat(policy.isQuorum(keys(0, 2, 4))).isTrue();
    assertThat(policy.isQuorum(keys(0, 1, 2, 3, 4, 5))).isTrue();
    assertThat(policy.isQuorum(keys(0, 1, 2))).isFalse();
    assertThat(policy.isQuorum(keys(0, 3, 4, 5))).isFalse();
    assertThat(policy.isQuorum(keys(0, 0, 0, 3))).isFalse();
    assertThat(policy.isQuorum(keys())).isFalse();
    assertThat(policy.isQuorum(List.of(WitnessSigner.ed25519("w.example/0", 9).key()))).isFalse();
  }

  @Test
  void text_withBlanksCommentsAndUrls_isRead() {
    String text =
        " \t# a comment, gr\u00fc\u00dfe\n\n"
            + "\twitness  K\u212a\t"
            + SIGNERS.get(0).vkey()
            + "\thttps://w.example/0 \n"
            + "quorum K\u212a\n"
            + witness("later", 1);

    WitnessPolicy policy = WitnessPolicy.parse(text);

    assertThat(policy.witnesses().get(0).address()).isEqualTo(Optional.of("https://w.example/0"));
    assertThat(policy.witnesses().get(1).address()).isEmpty();
    assertThat(policy.isQuorum(keys(0))).isTrue();
    assertThat(policy.isQuorum(keys(1))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log $0|line 1|trust policy",
        "witness a|line 1|vkey",
        "witness a $0 https://x y|line 1|vkey",
        "witness none $0|line 1|is taken",
        "witness a $0;witness a $1|line 2|is taken",
        "witness a $0;witness b $0|line 2|counts once",
        "witness a $0;group a any a|line 2|is taken",
        "witness a $0;group g any|line 2|1 or more names",
        "witness a $0;group g any b|line 2|no line before it",
        "witness a $0;group g any g|line 2|no line before it",
        "witness a $0;group g any none|line 2|no line before it",
        "witness a $0;group g any a a|line 2|again",
        "witness a $0;group g any a;group h any a|line 3|again",
        "witness a $0;group g 0 a|line 2|1 to 1",
        "witness a $0;group g 2 a|line 2|1 to 1",
        "witness a $0;group g -1 a|line 2|1 to 1",
        "witness a $0;group g 01 a|line 2|1 to 1",
        "witness a $0;group g 99999999999 a|line 2|1 to 1",
        "witness a $0;group g ALL a|line 2|1 to 1",
        "witness a $0;quorum none|line 2|the quorum is none",
        "witness a $0;quorum b|line 2|no line before it",
        "quorum a;witness a $0|line 1|no line before it",
        "witness a $0;quorum a a|line 2|one quorum",
        "witness a $0;quorum a;quorum a|line 3|one quorum",
        "witness a $0|witness policy|has no quorum",
        "'#'|witness policy|has no quorum",
        "Witness a $0|line 1|something else",
        "witness a x|line 1|key of a witness",
      })
  void text_thatIsNotAllowed_isNamedWithItsLine(String lines, String where, String why) {
    String text = lines.replace("$0", SIGNERS.get(0).vkey()).replace("$1", SIGNERS.get(1).vkey());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> WitnessPolicy.parse(text.replace(';', '\n') + "\n"))
        .withMessageContaining(where)
        .withMessageContaining(why);
  }

  /** The octets count, not what they are called. */
  @Test
  void publicKey_underTwoNames_isRefused() {
    WitnessSigner other = SIGNERS.get(0).as("other.example");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                WitnessPolicy.parse(witness("a", 0) + "witness b " + other.vkey() + "\nquorum a\n"))
        .withMessageContaining("line 2")
        .withMessageContaining("counts once");
  }

  @Test
  void keyOfTheLog_asAWitness_isRefused() {
    SigningKey log =
        SigningKey.generate("audit.example.com", SignatureType.ED25519, new Random(91));
    SigningKey two =
        SigningKey.generate("audit.example.com", SignatureType.ML_DSA_44, new Random(92));
    TrustPolicy trust = new TrustPolicy(List.of(KeyGeneration.of(List.of(log.key(), two.key()))));

    for (SigningKey key : List.of(log, two)) {
      WitnessSigner witness = WitnessSigner.with(key).as("w.example");
      WitnessPolicy policy = WitnessPolicy.parse("witness a " + witness.vkey() + "\nquorum a\n");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> policy.requireApartFrom(trust))
          .withMessageContaining("its own witness");
    }
    WitnessPolicy.parse(EXAMPLE).requireApartFrom(trust);
  }

  @Test
  void text_withControlCharactersOrWithoutItsEnd_isRefused() {
    String right = witness("a", 0) + "quorum a\n";
    WitnessPolicy.parse(right);
    for (char control : new char[] {0, '\r', 0x0b, 0x0c, 0x1f, 0x7f}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WitnessPolicy.parse("# " + control + "\n" + right))
          .withMessageContaining("line 1")
          .withMessageContaining("control character");
    }
    for (String cut : List.of("", right.substring(0, right.length() - 1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WitnessPolicy.parse(cut))
          .withMessageContaining("newline");
    }
  }

  @Test
  void text_beyondItsBounds_isRefused() {
    String many =
        IntStream.range(0, 257)
            .mapToObj(i -> "witness w" + i + " " + WitnessSigner.ed25519("w", i).vkey() + "\n")
            .collect(Collectors.joining());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WitnessPolicy.parse(many + "quorum w0\n"))
        .withMessageContaining("line 257")
        .withMessageContaining("256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WitnessPolicy.parse("#\n".repeat(1 << 19) + "\n"))
        .withMessageContaining("1048576 octets");
  }

  @Test
  void read_file_isThePolicyOrNamesTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("witnesses");
    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> WitnessPolicy.read(file))
        .withMessageContaining(file.toString());
    Files.write(file, ("# \u00ff\n" + EXAMPLE).getBytes(ISO_8859_1));
    assertThat(WitnessPolicy.read(file).keys()).hasSize(6);
    Files.write(file, "log\n".getBytes(UTF_8));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WitnessPolicy.read(file))
        .withMessageContaining(file.toString());
  }
}

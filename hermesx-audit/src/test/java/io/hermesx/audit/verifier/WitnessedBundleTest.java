// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.WitnessSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attack D7 on a bundle: cosignatures of witnesses are the only anchor there is, and whoever writes
 * the database writes them too.
 */
@Execution(ExecutionMode.CONCURRENT)
class WitnessedBundleTest {

  private static final int HISTORIES = 4;

  @TempDir Path folder;

  private static WitnessedBundle attacked(String attack, long seed) {
    WitnessedBundle witnessed = new WitnessedBundle(seed);
    WitnessAttacks.byName().get(attack).what().accept(witnessed, new Random(seed));
    return witnessed;
  }

  static Set<String> attacks() {
    return WitnessAttacks.byName().keySet();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void attack_overLegalHistories_isFoundAndNamed(String attack) {
    WitnessAttacks.Attack expected = WitnessAttacks.byName().get(attack);
    for (long seed = 0; seed < HISTORIES; seed++) {
      VerificationReport report = attacked(attack, seed).verify(WitnessedBundle.POLICY);

      assertThat(WitnessedBundle.codes(report)).as("seed %s", seed).isEqualTo(expected.codes());
      assertThat(report.outcome().code()).isEqualTo(expected.exit());
      assertThat(report.findings()).allMatch(finding -> finding.attack().contains("D7"));
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void attack_inPython_isFoundAlike(String attack) throws Exception {
    Assumptions.assumeTrue(PythonVerifier.isThere());
    Path policy = Files.writeString(folder.resolve("witnesses"), WitnessedBundle.POLICY);
    WitnessedBundle witnessed = attacked(attack, attack.length() % HISTORIES);

    PythonVerifier.Ran ran =
        new PythonVerifier(folder).verify(witnessed.bundle, "--witnesses", policy.toString());
    VerificationReport report = witnessed.verify(WitnessedBundle.POLICY);

    assertThat(ran.places()).as(ran.err()).isEqualTo(places(report));
    assertThat(ran.code()).isEqualTo(report.outcome().code());
  }

  private static Set<String> places(VerificationReport report) {
    return report.findings().stream()
        .map(finding -> finding.log() + " " + finding.seq() + " " + finding.code())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** In one receipt or in two, with whatever lies beside them. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3})
  void quorum_atTheLastSize_anchorsEveryLog(long seed) throws Exception {
    for (int way = 0; way < 4; way++) {
      WitnessedBundle of = new WitnessedBundle(seed);
      String stranger =
          WitnessSigner.ed25519("stranger", 1).cosign(of.last(), WitnessedBundle.TIME);
      switch (way) {
        case 0 -> of.receipt(of.line(0) + of.line(1));
        case 1 -> of.receipt(of.line(2)).receipt("line").receipt(of.line(0));
        case 2 -> of.receipt(stranger + of.line(1) + stranger).receipt(of.line(0));
        default -> {
          Checkpoint earlier = of.checkpoint(1);
          of.receipt(
              earlier.size(),
              WitnessedBundle.WITNESSES.get(0).cosign(earlier, WitnessedBundle.TIME));
          of.receipt(of.line(1)).receipt(of.line(2));
        }
      }

      VerificationReport report = of.verify(WitnessedBundle.POLICY);

      assertThat(report.findings()).isEmpty();
      assertThat(report.outcome()).as(ReportText.of(report)).isEqualTo(Outcome.OK);
      if (way == seed && PythonVerifier.isThere()) {
        Path policy = Files.writeString(folder.resolve("witnesses"), WitnessedBundle.POLICY);
        PythonVerifier.Ran ran =
            new PythonVerifier(folder).verify(of.bundle, "--witnesses", policy.toString());
        assertThat(ran.places()).isEmpty();
        assertThat(ran.code()).as(ran.err()).isZero();
      }
    }
  }

  /** The one in Python cannot verify it, so it does not count it, and says so. */
  @Test
  void mlDsaWitness_inTheQuorum_countsInJavaAlone() throws Exception {
    List<WitnessSigner> witnesses =
        List.of(WitnessedBundle.WITNESSES.get(0), WitnessedBundle.MIXED);
    WitnessedBundle of = new WitnessedBundle(1);
    of.receipt(of.line(0)).receipt(WitnessedBundle.MIXED.cosign(of.last(), WitnessedBundle.TIME));

    assertThat(of.verify(WitnessedBundle.twoOf(witnesses)).outcome()).isEqualTo(Outcome.OK);

    if (PythonVerifier.isThere()) {
      Path policy = folder.resolve("witnesses");
      Files.writeString(policy, WitnessedBundle.twoOf(witnesses));
      PythonVerifier.Ran ran =
          new PythonVerifier(folder).verify(of.bundle, "--witnesses", policy.toString());
      assertThat(ran.places()).hasSize(1).allMatch(p -> p.endsWith("witness-quorum-missing"));
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("ML-DSA-44 signatures were not verified");
    }
  }

  @Test
  void mlDsaLine_strippedOrForged_isFound() {
    List<WitnessSigner> witnesses =
        List.of(WitnessedBundle.WITNESSES.get(0), WitnessedBundle.MIXED);
    WitnessedBundle stripped = new WitnessedBundle(2);
    stripped.receipt(stripped.line(0));
    WitnessedBundle forged = new WitnessedBundle(2);
    String other = WitnessedBundle.MIXED.cosign(forged.checkpoint(1), WitnessedBundle.TIME);
    forged.receipt(forged.line(0) + other);

    assertThat(WitnessedBundle.codes(stripped.verify(WitnessedBundle.twoOf(witnesses))))
        .containsExactly("witness-quorum-missing");
    assertThat(WitnessedBundle.codes(forged.verify(WitnessedBundle.twoOf(witnesses))))
        .containsExactly("witness-not-valid", "witness-quorum-missing");
  }

  /** Two of three witnesses were away for a while: a later quorum covers what was before it. */
  @Test
  void tooFewAtAnEarlierSize_andEnoughLater_isNothing() {
    WitnessedBundle of = new WitnessedBundle(1);
    Checkpoint earlier = of.checkpoint(1);
    of.receipt(
        earlier.size(), WitnessedBundle.WITNESSES.get(0).cosign(earlier, WitnessedBundle.TIME));
    of.receipt(of.line(0) + of.line(1));

    assertThat(of.verify(WitnessedBundle.POLICY).findings()).isEmpty();
    assertThat(of.verify(WitnessedBundle.POLICY).outcome()).isEqualTo(Outcome.OK);
  }

  /** The same as without any cosignature: what may be unanchored is for the reader to say. */
  @Test
  void tooFew_withinTheTailThatIsAllowed_isNamedAndAllowed() throws Exception {
    WitnessedBundle of = new WitnessedBundle(1);
    of.receipt(of.line(0));

    VerificationReport report =
        of.verifier(WitnessedBundle.POLICY)
            .policy(ForgedBundle.POLICY)
            .tail(9999)
            .build()
            .verify(new ByteArrayInputStream(of.bundle.toOctets()));

    assertThat(WitnessedBundle.codes(report)).containsExactly("witness-quorum-missing");
    assertThat(report.outcome()).isEqualTo(Outcome.OK);
    if (PythonVerifier.isThere()) {
      Path policy = Files.writeString(folder.resolve("witnesses"), WitnessedBundle.POLICY);
      PythonVerifier.Ran ran =
          new PythonVerifier(folder)
              .verify(of.bundle, "--witnesses", policy.toString(), "--tail", "9999");
      assertThat(ran.code()).isZero();
      assertThat(ran.places()).isEqualTo(places(report));
    }
  }

  /** A checkpoint that no trusted key signed proves nothing, whoever cosigned it. */
  @Test
  void quorum_underACheckpointOfAnAttackersKeys_anchorsNothing() {
    WitnessedBundle of = new WitnessedBundle(0);
    of.log.checkpoints.set(of.log.checkpoints.size() - 1, ForgedBundle.sign(of.last(), 2));
    of.receipt(of.line(0) + of.line(1));

    VerificationReport report = of.verify(WitnessedBundle.POLICY);

    assertThat(WitnessedBundle.codes(report)).containsExactly("signature-missing");
    assertThat(report.totals().mostUnanchored()).isPositive();
  }

  @Test
  void cosignatures_withoutAWitnessPolicy_areNotLookedAt() {
    WitnessedBundle of = new WitnessedBundle(0);
    of.receipt(of.line(0) + WitnessedBundle.WITNESSES.get(1).line(new byte[72]));

    VerificationReport report =
        BundleVerifier.builder()
            .policy(ForgedBundle.POLICY)
            .build()
            .verify(new ByteArrayInputStream(of.bundle.toOctets()));

    assertThat(report.findings()).isEmpty();
    assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
  }

  @Test
  void keyOfTheLog_inTheWitnessPolicy_isRefusedByBoth() throws Exception {
    WitnessSigner own = WitnessSigner.with(ForgedBundle.KEYS.get(1).get(0)).as("w.example");
    String policy = "witness w " + own.vkey() + "\nquorum w\n";
    WitnessedBundle of = new WitnessedBundle(0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> of.verify(policy))
        .withMessageContaining("its own witness");
    if (PythonVerifier.isThere()) {
      Path file = Files.writeString(folder.resolve("witnesses"), policy);
      PythonVerifier.Ran ran =
          new PythonVerifier(folder).verify(of.bundle, "--witnesses", file.toString());
      assertThat(ran.err()).contains("its own witness");
      assertThat(ran.code()).isEqualTo(3);
      assertThat(ran.places()).isEmpty();
    }
  }

  /** Each counts less than whoever wrote it meant, or can be read in two ways. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "group g 2 a a\nquorum g\n",
        "group g 0 a b\nquorum g\n",
        "group g -1 a b\nquorum g\n",
        "group g +1 a b\nquorum g\n",
        "group g 1_0 a b\nquorum g\n",
        "group g 3 a b\nquorum g\n",
        "group g any\nquorum g\n",
        "group a any b\nquorum a\n",
        "group g any a\ngroup h all a b\nquorum h\n",
        "group g any h\ngroup h all a b\nquorum g\n",
        "group none any a\nquorum none\n",
        "quorum g\ngroup g any a b\n",
        "quorum a\nquorum b\n",
        "quorum a\r\n",
        "quorum a",
        "quorum none\n",
        "quorum\n",
      })
  void witnessPolicy_thatCanBeMisunderstood_isRefusedByBoth(String end) throws Exception {
    String policy =
        "witness a "
            + WitnessedBundle.WITNESSES.get(0).vkey()
            + "\nwitness b "
            + WitnessedBundle.WITNESSES.get(1).vkey()
            + "\n"
            + end;
    WitnessedBundle of = new WitnessedBundle(0);

    assertThatIllegalArgumentException().isThrownBy(() -> of.verify(policy));
    Assumptions.assumeTrue(PythonVerifier.isThere());
    Path file = Files.writeString(folder.resolve("witnesses"), policy);
    assertThat(new PythonVerifier(folder).verify(of.bundle, "--witnesses", file.toString()).code())
        .isEqualTo(3);
  }

  @Test
  void command_withAWitnessPolicy_isOkAndRefusesAWrongOne() throws IOException {
    WitnessedBundle of = new WitnessedBundle(3);
    of.receipt(of.line(0) + of.line(2));
    Path trust = Files.writeString(folder.resolve("policy"), ForgedBundle.POLICY.format());
    Path right = Files.writeString(folder.resolve("right"), WitnessedBundle.POLICY);
    Path wrong = Files.writeString(folder.resolve("wrong"), "quorum none\n");

    assertThat(run(of, trust, right)).isZero();
    assertThat(run(of, trust, wrong)).isEqualTo(3);
  }

  private static int run(WitnessedBundle of, Path trust, Path witnesses) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new VerifierCommand(new ByteArrayInputStream(of.bundle.toOctets()), nowhere, nowhere)
        .run(
            List.of(
                "verify", "--policy", trust.toString(), "--witnesses", witnesses.toString(), "-"));
  }
}

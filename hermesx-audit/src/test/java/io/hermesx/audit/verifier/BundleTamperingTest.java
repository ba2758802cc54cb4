// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.note.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The battery of bundle-tampering.tsv: every attack over random legal histories is found and named,
 * by this verifier and by the one in Python that was written from the page.
 */
@Execution(ExecutionMode.CONCURRENT)
class BundleTamperingTest {

  /**
   * Histories for each line: 2 in .ci/run, {@code -Dhermesx.audit.histories=100} for a longer look.
   */
  private static final int HISTORIES = Integer.getInteger("hermesx.audit.histories", 1);

  @TempDir Path folder;

  record Line(String attack, int exit, Set<String> codes, boolean isExact) {

    static Line parse(String line) {
      String[] parts = line.split("\t", -1);
      boolean exact = parts[2].startsWith("=");
      Set<String> codes =
          Stream.of(parts[2].substring(exact ? 1 : 0).split(" ", -1))
              .filter(code -> !code.isEmpty())
              .collect(Collectors.toSet());
      return new Line(parts[0], Integer.parseInt(parts[1]), codes, exact);
    }

    void requireIn(Set<String> found, int code, String who) {
      if (isExact) {
        assertThat(found).as(who).isEqualTo(codes);
      } else {
        assertThat(found).as(who).containsAll(codes);
      }
      assertThat(code).as(who).isEqualTo(exit);
    }

    @Override
    public String toString() {
      return attack;
    }
  }

  static Stream<Line> battery() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            BundleTamperingTest.class.getResourceAsStream("bundle-tampering.tsv"))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines().filter(line -> !line.startsWith("#")).map(Line::parse).toList().stream();
    }
  }

  static ForgedBundle attacked(Line line, long seed) {
    ForgedBundle bundle = LegalBundle.of(seed);
    Runnable attack = new BundleAttacks(bundle, new Random(seed)).byName().get(line.attack());
    Objects.requireNonNull(attack, line.attack()).run();
    return bundle;
  }

  @ParameterizedTest
  @MethodSource("battery")
  void attack_overLegalHistories_isFoundAndNamed(Line line) throws IOException {
    for (long seed = 0; seed < HISTORIES; seed++) {
      ForgedBundle bundle = attacked(line, seed);

      VerificationReport report = LegalBundleTest.verify(bundle, folder, 2);

      Set<String> found =
          report.findings().stream()
              .map(Finding::code)
              .collect(Collectors.toCollection(TreeSet::new));
      line.requireIn(found, report.outcome().code(), "seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("battery")
  void attack_inPython_isFoundAlike(Line line) throws IOException, InterruptedException {
    Assumptions.assumeTrue(PythonVerifier.isThere());
    for (long seed = 0; seed < HISTORIES; seed++) {
      ForgedBundle bundle = attacked(line, seed);

      PythonVerifier.Ran ran = new PythonVerifier(folder).verify(bundle);
      VerificationReport report = LegalBundleTest.verify(bundle, folder, 2);

      assertThat(ran.places()).as("seed %s: %s", seed, ran.err()).isEqualTo(places(report));
      assertThat(ran.code()).isEqualTo(report.outcome().code());
    }
  }

  /** Where what was found; signatures of ML-DSA-44 are not for the one in Python. */
  private static Set<String> places(VerificationReport report) {
    return report.findings().stream()
        .map(finding -> finding.log() + " " + finding.seq() + " " + finding.code())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void battery_andAttacks_nameEachOther() throws IOException {
    Set<String> attacks = new BundleAttacks(LegalBundle.of(0), new Random(0)).byName().keySet();

    assertThat(battery().map(Line::attack)).containsExactlyInAnyOrderElementsOf(attacks);
  }

  @ParameterizedTest
  @MethodSource("battery")
  void findings_withAnyNumberOfThreads_areTheSame(Line line) throws IOException {
    ForgedBundle bundle = attacked(line, 1);

    List<VerificationReport> reports =
        List.of(
            LegalBundleTest.verify(bundle, folder, 1), LegalBundleTest.verify(bundle, folder, 7));

    assertThat(ReportJson.of(reports.get(1))).isEqualTo(ReportJson.of(reports.get(0)));
  }

  @Test
  void missingLog_ofAnotherTenantThanAsked_isNotMissed() throws Exception {
    Assumptions.assumeTrue(PythonVerifier.isThere());
    ForgedBundle bundle = LegalBundle.of(0);
    ForgedLog gone = bundle.logs.remove(1);
    String left = bundle.logs.get(1).tenant.toString();

    PythonVerifier python = new PythonVerifier(folder);

    assertThat(python.verify(bundle, "--tenant", left).places()).isEmpty();
    assertThat(python.verify(bundle, "--tenant", gone.tenant.toString()).places())
        .isNotEmpty()
        .allMatch(place -> place.endsWith("log-missing"));
  }

  /**
   * What was trusted of another installation says nothing of this one, and is no mere oversight.
   */
  @Test
  void trustedCheckpoint_ofAnotherInstallation_isFoundByBoth() throws Exception {
    Assumptions.assumeTrue(PythonVerifier.isThere());
    ForgedBundle bundle = LegalBundle.of(0);
    Checkpoint known = bundle.since.get(0);
    bundle.since.add(new Checkpoint("x" + known.origin(), known.size(), known.root()));

    PythonVerifier.Ran ran = new PythonVerifier(folder).verify(bundle);
    VerificationReport report = LegalBundleTest.verify(bundle, folder, 2);

    assertThat(ran.places())
        .isEqualTo(places(report))
        .containsExactly(" " + known.size() + " checkpoint-origin-mismatch");
  }

  @Test
  void legalHistory_inPython_isOk() throws IOException, InterruptedException {
    Assumptions.assumeTrue(PythonVerifier.isThere());
    for (long seed = 0; seed < HISTORIES; seed++) {
      PythonVerifier.Ran ran = new PythonVerifier(folder).verify(LegalBundle.of(seed));

      assertThat(ran.places()).isEmpty();
      assertThat(ran.code()).as(ran.err()).isZero();
    }
    assertThat(Files.exists(folder.resolve("bundle"))).isTrue();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.core.audit.AuditCheckpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the two verifiers are asked, and what they say where they cannot answer. */
class DisputedOptionsTest {

  private static final String ABSENT = "11111111-1111-4111-8111-111111111111";

  @TempDir Path folder;

  private PythonVerifier.Ran python(List<String> words) throws IOException, InterruptedException {
    Assumptions.assumeTrue(PythonVerifier.isThere());
    return new PythonVerifier(folder).run(words);
  }

  private static int java(List<String> words) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    List<String> all = new ArrayList<>(List.of("verify"));
    all.addAll(words);
    return new VerifierCommand(new ByteArrayInputStream(new byte[0]), nowhere, nowhere).run(all);
  }

  /** The words of a command that verifies the bundle, options first. */
  private List<String> words(ForgedBundle bundle, String policy, String... options)
      throws IOException {
    Path file = Files.write(folder.resolve("bundle"), bundle.toOctets());
    Path trust = Files.writeString(folder.resolve("policy"), policy);
    Path anchors = Files.writeString(folder.resolve("anchors"), bundle.anchorText(), ISO_8859_1);
    List<String> words = new ArrayList<>(List.of("--policy", trust.toString()));
    words.addAll(List.of("--anchors", anchors.toString()));
    words.addAll(List.of(options));
    words.add(file.toString());
    return words;
  }

  private static String policy() {
    return ForgedBundle.POLICY.format();
  }

  @Test
  void tenant_whoseLogNothingSpeaksOf_hasNothingToVerify() throws Exception {
    List<String> words = words(LegalBundle.of(0), policy(), "--tenant", ABSENT, "--tail", "9");

    assertThat(java(words)).isEqualTo(2);
    PythonVerifier.Ran ran = python(words);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.places())
        .containsExactly(ForgedBundle.INSTALLATION + "/" + ABSENT + " 0 nothing-to-verify");
  }

  @Test
  void logOfLogs_thatAnAnchorSpeaksOf_isMissedWhicheverTenantIsAskedFor() throws Exception {
    ForgedBundle bundle = LegalBundle.of(0);
    String tenant = bundle.logs.get(1).tenant.toString();
    bundle.logs.remove(0);
    List<String> words = words(bundle, policy(), "--tenant", tenant, "--tail", "9999");

    assertThat(java(words)).isEqualTo(1);
    PythonVerifier.Ran ran = python(words);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.places()).singleElement().asString().endsWith("log-missing");
  }

  /** The signatures that alone are required are those that it cannot verify. */
  @Test
  void policy_thatRequiresMlDsaAlone_isNotFulfilledInPython() throws Exception {
    ForgedBundle bundle = LegalBundle.of(0);
    List<String> words = words(bundle, mlDsaAlone());

    assertThat(java(words)).isZero();
    PythonVerifier.Ran ran = python(words);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.places()).isEmpty();
    assertThat(ran.err()).contains("ML-DSA-44 alone");
  }

  @Test
  void signature_ofAnotherLengthThanMlDsaHas_isInvalidInBoth() throws Exception {
    ForgedBundle bundle = LegalBundle.of(0);
    ForgedLog log = bundle.logs.get(1);
    AuditCheckpoint old = log.checkpoints.get(0);
    List<String> lines = new ArrayList<>(new String(old.note(), UTF_8).lines().toList());
    String line = lines.get(5);
    byte[] octets = Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1));
    byte[] garbage = Arrays.copyOf(octets, 11);
    lines.set(
        5,
        line.substring(0, line.lastIndexOf(' ') + 1) + Base64.getEncoder().encodeToString(garbage));
    byte[] note = (String.join("\n", lines) + "\n").getBytes(UTF_8);
    log.checkpoints.set(0, new AuditCheckpoint(old.size(), note, old.keep()));
    List<String> words = words(bundle, mlDsaAlone());

    assertThat(java(words)).isEqualTo(1);
    PythonVerifier.Ran ran = python(words);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.places()).containsExactly(log.origin + " " + old.size() + " signature-invalid");
  }

  private static String mlDsaAlone() {
    String policy = policy().replace("requires ed25519 ml-dsa-44", "requires ml-dsa-44");
    assertThat(TrustPolicy.parse(policy).generations()).hasSize(2);
    return policy;
  }

  static Stream<List<String>> misunderstood() {
    return Stream.of(
        List.of("--tail", "-1"),
        List.of("--tail=-1"),
        List.of("--tail", "x"),
        List.of("--tail", "12345678901234567890"),
        List.of("--tenant", "x"),
        List.of("--tenant", ABSENT.replace("1", "A")),
        List.of("--policy", "none"),
        List.of("--anchors", "none"),
        List.of("--since", "none"),
        List.of("--witnesses", "none"),
        List.of("--nothing"),
        List.of("another-operand"));
  }

  /** A verdict is of what was read: what could not be read or understood has none. */
  @ParameterizedTest
  @MethodSource("misunderstood")
  void command_thatCannotBeUnderstood_isNoVerdict(List<String> options) throws Exception {
    List<String> words = words(LegalBundle.of(0), policy());
    if (options.get(0).equals("--policy")) {
      words = words.subList(2, words.size());
    }
    words = Stream.concat(options.stream(), words.stream()).toList();

    assertThat(java(words)).isEqualTo(3);
    requireRefused(python(words));
  }

  private static void requireRefused(PythonVerifier.Ran ran) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(3);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).doesNotContain("Traceback");
    assertThat(ran.places()).isEmpty();
  }

  static Stream<String> policies() {
    return Stream.of(
        policy().replace("\n", "\r\n"),
        "hermesx/audit/trust/v1\n",
        policy().strip(),
        policy() + "\n",
        policy().replace("trust/v1", "trust/v2"),
        policy().replace("requires ed25519 ml-dsa-44", "requires ml-dsa-44 ed25519"),
        policy().replace("requires ed25519 ml-dsa-44", "requires nothing"),
        policy().replaceFirst("generation requires [^\n]*\n", ""),
        "\ufeff" + policy());
  }

  @ParameterizedTest
  @MethodSource("policies")
  void policy_thatIsNone_isNoVerdict(String policy) throws Exception {
    List<String> words = words(LegalBundle.of(0), policy);

    assertThat(java(words)).isEqualTo(3);
    requireRefused(python(words));
  }

  @Test
  void bundle_thatIsNotThere_isNoVerdict() throws Exception {
    List<String> words = List.of(folder.resolve("none").toString());

    assertThat(java(words)).isEqualTo(3);
    requireRefused(python(words));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.proof.InclusionReceipt;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierCommandTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(byte[] in, String... words) {
    return new VerifierCommand(
            new ByteArrayInputStream(in),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8))
        .run(List.of(words));
  }

  private String err() {
    return err.toString(UTF_8);
  }

  private String out() {
    return out.toString(UTF_8);
  }

  @Test
  void option_withATypingError_namesTheNearest() {
    assertThat(run(new byte[0], "verify", "--anchros", "x", "-")).isEqualTo(3);
    assertThat(err()).isEqualTo("there is no option --anchros; did you mean --anchors?\n");
  }

  @Test
  void command_withATypingError_namesTheNearest() {
    assertThat(run(new byte[0], "verfy")).isEqualTo(3);
    assertThat(err()).contains("did you mean verify?");
  }

  @Test
  void bundle_thatIsNotThere_isUnreadable() {
    assertThat(run(new byte[0], "verify", folder.resolve("none").toString())).isEqualTo(3);
    assertThat(err())
        .startsWith("the bundle " + folder.resolve("none") + ": there is no such file");
  }

  @Test
  void bundle_fromStandardInput_isVerified() throws IOException {
    ForgedBundle bundle = LegalBundle.of(3);
    Path anchors = Files.writeString(folder.resolve("anchors"), bundle.anchorText());
    Path policy = Files.writeString(folder.resolve("policy"), ForgedBundle.POLICY.format());

    int code =
        run(
            bundle.toOctets(),
            "verify",
            "--policy",
            policy.toString(),
            "--anchors=" + anchors,
            "--threads",
            "2",
            "-");

    assertThat(err()).isEmpty();
    assertThat(code).isZero();
    assertThat(out()).contains("INTEGRITY     ok").contains("POLICY        ok").endsWith("ok\n");
  }

  @Test
  void bundle_withoutPolicy_saysThatNothingIsProvenAboutWhoSigned() {
    assertThat(run(LegalBundle.of(3).toOctets(), "verify", "--tail", "9999", "-")).isEqualTo(2);
    assertThat(out()).contains("without --policy nothing is proven about who signed");
  }

  /** E13: what an attacker writes must not reach a terminal, a log or a table as anything else. */
  @Test
  void hostileText_inEveryPlace_isNotPrinted() {
    ForgedBundle bundle = LegalBundle.of(3);
    ForgedLog log = bundle.logs.get(1);
    log.rows.get(1).put("tool", "\u001b[2J\r\nok\u202e");
    log.rows.get(1).rehash();
    log.checkpoints.set(
        0,
        new AuditCheckpoint(
            log.checkpoints.get(0).size(),
            "\u001b]0;x\u0007\nok".getBytes(UTF_8),
            log.checkpoints.get(0).keep()));

    assertThat(run(bundle.toOctets(), "verify", "-")).isEqualTo(1);
    assertThat(run(bundle.toOctets(), "verify", "--json", "-")).isEqualTo(1);

    assertThat(out().chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
    assertThat(out()).doesNotContain("2J").doesNotContain("0;x");
  }

  @Test
  void json_isOneLine() {
    run(LegalBundle.of(3).toOctets(), "verify", "--json", "-");

    assertThat(out().lines()).hasSize(1);
    assertThat(JsonObject.parseObject(out().strip()).integer("exit")).isEqualTo(2);
  }

  @Test
  void consistency_withACheckpointOfTheLog_holdsAndWithAnotherDoesNot() throws IOException {
    ForgedBundle bundle = LegalBundle.of(3);
    ForgedLog log = bundle.logs.get(1);
    Path known = Files.write(folder.resolve("known"), log.checkpoints.get(0).note());

    assertThat(run(bundle.toOctets(), "consistency", known.toString(), "-")).isEqualTo(2);
    assertThat(out()).contains("0 findings");

    Path other =
        Files.write(folder.resolve("other"), ForgedBundle.sign(bundle.logs.get(2).at(4), 0).note());
    bundle.logs.get(2).rows.get(2).put("tool", "other");
    bundle.logs.get(2).rewrite();
    assertThat(run(bundle.toOctets(), "consistency", other.toString(), "-")).isEqualTo(1);
    assertThat(out()).contains("trusted-root-mismatch");
  }

  @Test
  void sql_withoutAnAnswerToWhose_isRefused() {
    assertThat(run(new byte[0], "sql", "--installation", "x")).isEqualTo(3);
    assertThat(err()).contains("either --tenant UUID or --all");
  }

  @Test
  void sql_ofAnInstallationThatIsNone_isRefused() {
    assertThat(run(new byte[0], "sql", "--all", "--installation", "x'; drop")).isEqualTo(3);
  }

  @Test
  void help_namesEveryOption() {
    assertThat(run(new byte[0], "help")).isZero();
    assertThat(out()).contains("--policy", "--anchors", "--since", "--threads", "--tail");
  }

  @Test
  void receipt_ofAnyEvent_isVerifiedByItself() throws IOException {
    ForgedBundle bundle = LegalBundle.of(1); // has a log of more than 256 events
    for (ForgedLog log : bundle.logs) {
      for (int seq : new int[] {0, 1, log.last()}) {
        out.reset();
        ForgedRow row = log.rows.get(seq);

        assertThat(run(bundle.toOctets(), "prove", row.id.toString(), "-")).as(err()).isZero();

        InclusionReceipt receipt = InclusionReceipt.parse(out.toByteArray());
        assertThat(receipt.verify(row.header(), log.origin, ForgedBundle.POLICY).faults())
            .isEmpty();
        assertThat(receipt.verify(new byte[] {1}, log.origin, ForgedBundle.POLICY).faults())
            .isNotEmpty();
      }
    }
  }

  @Test
  void receipt_ofNoEvent_isRefused() {
    ForgedBundle bundle = LegalBundle.of(3);
    String id = LogName.LOG_OF_LOGS.toString();

    assertThat(run(bundle.toOctets(), "prove", id, "-")).isEqualTo(3);
    assertThat(err()).contains("no event of this id");
  }

  @Test
  void receipt_underACheckpointThatWasForged_isRefused() {
    ForgedBundle bundle = LegalBundle.of(3);
    ForgedLog log = bundle.logs.get(1);
    log.rows.get(2).put("tool", "other");

    assertThat(run(bundle.toOctets(), "prove", log.rows.get(2).id.toString(), "-")).isEqualTo(3);
    assertThat(err()).contains("not that of the events");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.anchor.StampDesk;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receipt proves that something existed by a time, and says nothing of what came later. */
class StampedSinceTest {

  private static final Instant TIME = Instant.ofEpochSecond(WitnessedBundle.TIME);

  @TempDir Path folder;

  private static VerificationReport since(WitnessedBundle of, Instant since) {
    return of.verifier(WitnessedBundle.POLICY)
        .policy(ForgedBundle.POLICY)
        .stampedSince(since)
        .build()
        .verify(new ByteArrayInputStream(of.bundle.toOctets()));
  }

  private static String cosigned(WitnessedBundle of, int witness, long later) {
    return WitnessedBundle.WITNESSES.get(witness).cosign(of.last(), WitnessedBundle.TIME + later);
  }

  @Test
  void quorum_ofSeveralTimes_isAsNewAsTheLastOfThoseThatAreNeeded() {
    WitnessedBundle of = new WitnessedBundle(0);
    of.receipt(cosigned(of, 0, 0) + cosigned(of, 1, 60)).receipt(cosigned(of, 2, 90));

    assertThat(since(of, TIME).logs().get(0).stampedAt()).contains(TIME.plusSeconds(60));
    assertThat(since(of, TIME.plusSeconds(60)).outcome()).isEqualTo(Outcome.OK);
    VerificationReport stale = since(of, TIME.plusSeconds(61));
    assertThat(stale.outcome()).isEqualTo(Outcome.INCOMPLETE);
    assertThat(stale.findings()).isEmpty();
    assertThat(ReportText.of(stale)).contains("a log has no receipt since");
  }

  /** One may cosign again as often as it likes. */
  @Test
  void witness_thatCosignsAgain_isOneOfTheQuorumStill() {
    WitnessedBundle of = new WitnessedBundle(0);
    of.receipt(cosigned(of, 0, 0) + cosigned(of, 1, 5)).receipt(cosigned(of, 1, 500));

    assertThat(since(of, TIME).logs().get(0).stampedAt()).contains(TIME);
    assertThat(since(of, TIME.plusSeconds(1)).outcome()).isEqualTo(Outcome.INCOMPLETE);
  }

  /** A tail allows events that are not anchored yet, and no receipt to be old. */
  @Test
  void history_withoutAnyReceipt_isIncompleteWhateverTail() {
    WitnessedBundle of = new WitnessedBundle(0);

    VerificationReport report = since(of, Instant.EPOCH).withTail(9_999);

    assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
  }

  /** Attack B17: the owner of the database goes back to a state that was stamped, rightly. */
  @Test
  void database_setBackToAStampedState_isOkAndOld() throws Exception {
    StampDesk desk = StampDesk.open();
    ForgedBundle bundle = LegalBundle.of(0);
    bundle.anchored.clear();
    bundle.since.clear();
    ForgedLog log = bundle.logOfLogs();
    log.anchors.clear();
    AuditCheckpoint last = log.checkpoints.get(log.checkpoints.size() - 1);
    log.anchors.add(new AuditAnchor(last.size(), "tsa", desk.token(last.note())));
    BundleVerifier.Builder verifier =
        BundleVerifier.builder().policy(ForgedBundle.POLICY).timestamps(desk.verifier());

    VerificationReport report =
        verifier.build().verify(new ByteArrayInputStream(bundle.toOctets()));

    assertThat(report.outcome()).as(ReportText.of(report)).isEqualTo(Outcome.OK);
    Instant stamped = report.logs().get(0).stampedAt().orElseThrow();
    assertThat(ReportText.of(report)).contains(", stamped at " + stamped);
    assertThat(ReportJson.of(report)).contains("\"stamped_at\":\"" + stamped + "\"");
    assertThat(outcome(verifier.stampedSince(stamped), bundle)).isEqualTo(Outcome.OK);
    assertThat(outcome(verifier.stampedSince(stamped.plusNanos(1)), bundle))
        .isEqualTo(Outcome.INCOMPLETE);
  }

  private static Outcome outcome(BundleVerifier.Builder verifier, ForgedBundle bundle) {
    return verifier.build().verify(new ByteArrayInputStream(bundle.toOctets())).outcome();
  }

  @Test
  void command_withATime_saysWhenALogWasStamped() throws Exception {
    WitnessedBundle of = new WitnessedBundle(3);
    of.receipt(of.line(0) + of.line(2));

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(run(of, TIME.toString(), out)).isZero();
    String json = out.toString(UTF_8).strip();
    assertThat(JsonObject.parseObject(json).integer("exit")).isZero();
    assertThat(json).contains("\"stamped_at\":\"" + TIME + "\"");
    OutputStream nowhere = OutputStream.nullOutputStream();
    assertThat(run(of, TIME.plusSeconds(1).toString(), nowhere)).isEqualTo(2);
    assertThat(run(of, "yesterday", nowhere)).isEqualTo(3);
  }

  private int run(WitnessedBundle of, String since, OutputStream out) throws Exception {
    Path trust = Files.writeString(folder.resolve("policy"), ForgedBundle.POLICY.format());
    Path witnesses = Files.writeString(folder.resolve("witnesses"), WitnessedBundle.POLICY);
    PrintStream err = new PrintStream(OutputStream.nullOutputStream());
    return new VerifierCommand(
            new ByteArrayInputStream(of.bundle.toOctets()), new PrintStream(out, true, UTF_8), err)
        .run(
            List.of(
                "verify",
                "--json",
                "--policy",
                trust.toString(),
                "--witnesses",
                witnesses.toString(),
                "--stamped-since",
                since,
                "-"));
  }
}

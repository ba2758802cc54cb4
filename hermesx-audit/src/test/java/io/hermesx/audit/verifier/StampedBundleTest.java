// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.anchor.StampDesk;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditCheckpoint;
import java.io.ByteArrayInputStream;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attack D6 on a bundle: the receipts of a time-stamp authority are the only anchor there is, and
 * whoever writes the database writes them too.
 */
class StampedBundleTest {

  private static StampDesk desk;

  @BeforeAll
  static void open() throws Exception {
    desk = StampDesk.open();
  }

  private interface Stamp {
    byte[] of(byte[] note) throws Exception;
  }

  private static AuditCheckpoint last(ForgedLog log) {
    return log.checkpoints.get(log.checkpoints.size() - 1);
  }

  /** A legal history whose log of logs has one receipt, at its end, and no other anchor. */
  private static ForgedBundle stamped(long seed, Stamp stamp) throws Exception {
    ForgedBundle bundle = LegalBundle.of(seed);
    bundle.anchored.clear();
    ForgedLog log = bundle.logOfLogs();
    log.anchors.clear();
    AuditCheckpoint checkpoint = last(log);
    log.anchors.add(new AuditAnchor(checkpoint.size(), "tsa", stamp.of(checkpoint.note())));
    return bundle;
  }

  private static VerificationReport verify(ForgedBundle bundle) {
    BundleVerifier.Builder verifier =
        BundleVerifier.builder().policy(ForgedBundle.POLICY).timestamps(desk.verifier()).threads(2);
    bundle.since.forEach(verifier::since);
    return verifier.build().verify(new ByteArrayInputStream(bundle.toOctets()));
  }

  private static Set<String> codes(VerificationReport report) {
    return report.findings().stream().map(Finding::code).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3})
  void token_ofTheLastCheckpoint_anchorsEveryLog(long seed) throws Exception {
    VerificationReport report = verify(stamped(seed, desk::token));

    assertThat(report.findings()).isEmpty();
    assertThat(report.outcome()).as(ReportText.of(report)).isEqualTo(Outcome.OK);
  }

  /** Of the trusted authority, and not of this checkpoint or not by right. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3})
  void token_thatDoesNotHold_isNamed(long seed) throws Exception {
    byte[] other = last(LegalBundle.of(seed).logs.get(1)).note();
    StampDesk foreign = StampDesk.open();
    for (Stamp stamp :
        Set.<Stamp>of(
            note -> desk.token(other),
            desk::expired,
            note -> desk.expiredAmong(foreign, note),
            desk::forSomethingElse)) {
      ForgedBundle bundle = stamped(seed, stamp);

      VerificationReport report = verify(bundle);

      assertThat(codes(report)).containsExactly("anchor-not-valid");
      assertThat(report.findings().get(0).seq()).isEqualTo(last(bundle.logOfLogs()).size());
      assertThat(report.outcome()).isEqualTo(Outcome.TAMPERED);
    }
  }

  /** What anybody can make proves nothing, for or against. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void token_ofAnyAuthorityOrNone_anchorsNothing(long seed) throws Exception {
    StampDesk foreign = StampDesk.open();
    for (Stamp stamp :
        Set.<Stamp>of(foreign::token, foreign::expired, note -> new byte[] {1, 2, 3})) {
      VerificationReport report = verify(stamped(seed, stamp));

      assertThat(report.findings()).isEmpty();
      assertThat(report.totals().mostUnanchored()).isPositive();
      assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
    }
  }

  /** Who stole the keys signs another history of the same length, and has its old token only. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3})
  void token_underAHistoryThatStolenKeysSigned_isNamed(long seed) throws Exception {
    ForgedBundle bundle = stamped(seed, desk::token);
    ForgedLog log = bundle.logOfLogs();
    boolean rotated =
        log.rows.stream().anyMatch(row -> row.text("type").equals("audit.key.rotated"));
    log.rows.get(log.last()).put("actor", "user:nobody");
    log.rewrite();
    AuditCheckpoint signed = ForgedBundle.sign(log.at(log.rows.size()), rotated ? 1 : 0);
    log.checkpoints.set(log.checkpoints.size() - 1, signed);

    VerificationReport report = verify(bundle);

    assertThat(codes(report)).containsExactly("anchor-not-valid");
    assertThat(report.outcome()).isEqualTo(Outcome.TAMPERED);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tool.CallId;
import io.hermesx.core.tool.ToolName;
import io.hermesx.core.tool.ToolPin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ApprovalTest {

  private static final Instant ASKED = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant ENDS = ASKED.plusSeconds(600);
  private static final Instant LAST = ENDS.minusNanos(1_000);
  private static final Sha256 DIGEST = Sha256.raw(new byte[0]);

  private final Approval pending =
      new Approval(
          new ApprovalId(new UUID(1, 2)),
          Principal.user("alice"),
          Optional.of(Principal.agent("helpdesk")),
          new RunId("run-1"),
          new CallId("c-1"),
          new ToolName("refund"),
          new ToolPin(DIGEST),
          DIGEST,
          "policy-1",
          "{}",
          ApprovalState.PENDING,
          Optional.empty(),
          ASKED,
          ENDS);

  @Test
  void stateAt_openOnes_expireExactlyAtTheirEnd() {
    for (Approval open : List.of(pending, pending.decided(word(true)))) {
      assertThat(open.stateAt(ASKED)).isEqualTo(open.state());
      assertThat(open.stateAt(LAST)).isEqualTo(open.state());
      assertThat(open.stateAt(ENDS)).isEqualTo(ApprovalState.EXPIRED);
      assertThat(open.stateAt(ENDS.plusSeconds(1))).isEqualTo(ApprovalState.EXPIRED);
    }
  }

  @Test
  void stateAt_endedOnes_stayWhatTheyAre() {
    Approval approved = pending.decided(word(true));
    for (Approval ended : List.of(pending.decided(word(false)), approved.consumed())) {
      assertThat(ended.stateAt(LAST)).isEqualTo(ended.state());
      assertThat(ended.stateAt(ENDS.plusSeconds(1))).isEqualTo(ended.state());
    }
  }

  @Test
  void decided_recordsTheWordAndItsState() {
    assertThat(pending.decided(word(true)).state()).isEqualTo(ApprovalState.APPROVED);
    assertThat(pending.decided(word(false)).state()).isEqualTo(ApprovalState.DENIED);
    assertThat(pending.decided(word(true)).decision()).contains(word(true));
    assertThat(pending.decision()).isEmpty();
  }

  @Test
  void consumed_keepsTheWord() {
    Approval consumed = pending.decided(word(true)).consumed();

    assertThat(consumed.state()).isEqualTo(ApprovalState.CONSUMED);
    assertThat(consumed.decision()).contains(word(true));
  }

  @Test
  void copies_keepEverythingElse() {
    Approval later = pending.requestedAt(ASKED.plusSeconds(1), ENDS.plusSeconds(1));

    assertThat(later.requestedAt()).isEqualTo(ASKED.plusSeconds(1));
    assertThat(later.expiresAt()).isEqualTo(ENDS.plusSeconds(1));
    assertThat(later.requestedAt(ASKED, ENDS)).isEqualTo(pending);
    assertThat(pending.decided(word(true)).consumed())
        .usingRecursiveComparison()
        .ignoringFields("state", "decision")
        .isEqualTo(pending);
  }

  private static ApprovalDecision word(boolean approved) {
    return new ApprovalDecision(Principal.user("bob"), approved, ASKED.plusSeconds(60));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Sha256;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tool.CallId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReceiptTest {

  private static final ReceiptId ID = new ReceiptId(new UUID(1, 2));
  private static final Instant OPENED = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant DEADLINE = OPENED.plusSeconds(30);
  private static final Instant LAST_OPEN = DEADLINE.plus(Receipt.GRACE);
  private static final Duration TICK = Duration.ofNanos(1_000);

  @Test
  void stateAt_intentAlone_isOpenUntilItsDeadlineAndGraceAreOver() {
    Receipt receipt = new Receipt(intent(List.of()), Optional.empty());

    assertThat(Receipt.GRACE).isEqualTo(Duration.ofSeconds(30));
    for (Instant open : List.of(Instant.EPOCH, OPENED, DEADLINE, DEADLINE.plus(TICK), LAST_OPEN)) {
      assertThat(receipt.stateAt(open)).as("%s", open).isEqualTo(ReceiptState.OPEN);
    }
    assertThat(receipt.stateAt(LAST_OPEN.plus(TICK))).isEqualTo(ReceiptState.INDETERMINATE);
    assertThat(receipt.stateAt(LAST_OPEN.plusSeconds(1_000_000)))
        .isEqualTo(ReceiptState.INDETERMINATE);
  }

  @Test
  void stateAt_finalRow_winsHoweverLate() {
    for (ReceiptStatus status : ReceiptStatus.values()) {
      Receipt receipt =
          new Receipt(intent(List.of()), Optional.of(result(status, LAST_OPEN.plusSeconds(99))));

      assertThat(receipt.stateAt(OPENED)).isEqualTo(ReceiptState.FINAL);
      assertThat(receipt.stateAt(LAST_OPEN.plusSeconds(100))).isEqualTo(ReceiptState.FINAL);
    }
  }

  @Test
  void lists_changedAfterwards_stayAsTheyWere() {
    List<StageVerdict> verdicts = new ArrayList<>(List.of(new StageVerdict(Stage.OPEN, "ok", 7)));
    ReceiptIntent intent = intent(verdicts);
    verdicts.clear();

    assertThat(intent.verdicts()).hasSize(1).isUnmodifiable();
    assertThat(result(ReceiptStatus.EXECUTED, OPENED).signals()).isUnmodifiable();
    assertThat(result(ReceiptStatus.EXECUTED, OPENED).verdicts()).isUnmodifiable();
  }

  @Test
  void verdict_freeText_isRefused() {
    assertThatThrownBy(() -> new StageVerdict(Stage.POLICY, "not allowed", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("stage verdict has a character at index 3 ");
  }

  @Test
  void stages_asWritten_areFrozenAndInOrder() {
    assertThat(Stream.of(Stage.values()).map(Stage::wireName))
        .containsExactly(
            "resolve",
            "validate",
            "replay",
            "scan_input",
            "policy",
            "approval",
            "loop",
            "rate",
            "open",
            "execute",
            "scan_output",
            "close");
  }

  private static ReceiptIntent intent(List<StageVerdict> verdicts) {
    Sha256 digest = Sha256.raw(new byte[0]);
    return new ReceiptIntent(
        ID,
        ReceiptKind.TOOL,
        new RunId("run-1"),
        new CallId("c-1"),
        "refund",
        digest,
        digest,
        "user:alice",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "policy-1",
        verdicts,
        OPENED,
        DEADLINE);
  }

  private static ReceiptFinal result(ReceiptStatus status, Instant closedAt) {
    return new ReceiptFinal(ID, status, "done", new ArrayList<>(), 0, new ArrayList<>(), closedAt);
  }
}

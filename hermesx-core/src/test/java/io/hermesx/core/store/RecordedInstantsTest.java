// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalDecision;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is recorded has whole microseconds from the start, so that what is read back is equal. */
class RecordedInstantsTest {

  private static final Instant MICROS = Instant.parse("2026-11-20T12:00:00.123456Z");
  private static final Instant NANOS = MICROS.plusNanos(789);

  private final StoreSamples samples = new StoreSamples(TestIds.create());

  @Test
  void receipt_finerInstants_areCut() {
    ReceiptIntent intent = samples.intent("run", "call", NANOS);

    assertThat(intent.openedAt()).isEqualTo(MICROS);
    assertThat(intent.deadline()).isEqualTo(MICROS.plusSeconds(30));
    assertThat(samples.result(intent, NANOS).closedAt()).isEqualTo(MICROS);
  }

  @Test
  void approval_finerInstants_areCut() {
    Approval approval = samples.approval("run", "call", NANOS);

    assertThat(approval.requestedAt()).isEqualTo(MICROS);
    assertThat(approval.expiresAt()).isEqualTo(MICROS.plus(StoreSamples.TTL));
    assertThat(new ApprovalDecision(StoreSamples.BOB, true, NANOS).at()).isEqualTo(MICROS);
  }

  @Test
  void usageEvent_finerInstant_isCut() {
    assertThat(samples.usage("call", NANOS, 1).occurredAt()).isEqualTo(MICROS);
  }
}

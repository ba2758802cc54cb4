// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hermesx.core.HermesException;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.sequence.Sequencer;
import io.hermesx.core.secret.DerivedDataKeys;
import io.hermesx.core.secret.MasterKey;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.testkit.ForwardingAuditLog;
import io.hermesx.core.testkit.TestIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An event that is appended while another preparation of it waits on the stage. */
class StagedMeanwhileTest {

  private static final byte[] MASTER = "a master key of thirty-two octet".getBytes(UTF_8);

  private final MemoryAuditLog memory = new MemoryAuditLog();
  private final History history = new History(memory, Path.of("no anchor file"));
  private final TestIds ids = TestIds.create();
  private boolean isAway;

  private SignedAuditChain chain() {
    return history
        .processWithoutAnchor(
            new ForwardingAuditLog(memory) {
              @Override
              public List<AppendResult> append(List<AuditAppend> appends) {
                if (isAway) {
                  throw new IllegalStateException("no answer");
                }
                return super.append(appends);
              }
            },
            0)
        .bodies(DerivedDataKeys.of(MasterKey.of(1, MASTER)), new Random(7))
        .build();
  }

  private PreparedEvent prepare(SignedAuditChain chain, UUID id) {
    return chain.prepare(
        AuditEvent.builder(History.ACME, "test", id, history.clock().instant())
            .body("/a", "text/plain", "payload".getBytes(UTF_8))
            .build());
  }

  private void assertVerifies() {
    assertThat(history.verify(0).findings()).isEmpty();
    assertThat(history.verify(0).payload()).isEqualTo("ok");
  }

  @Test
  void append_afterOneWithoutAnAnswer_isOnRecordAsStaged() {
    try (SignedAuditChain chain = chain()) {
      UUID id = ids.next();
      isAway = true;
      assertThatExceptionOfType(HermesException.class)
          .isThrownBy(() -> chain.append(prepare(chain, id)))
          .withMessageContaining("may or may not be on record");
      isAway = false;
      memory.stage(History.ACME, List.of(prepare(chain, id)));

      chain.append(prepare(chain, id));
      history.append(chain, History.ACME);
    }

    assertThat(memory.read(History.ACME, 0, 10)).hasSize(2);
    assertVerifies();
  }

  @Test
  void append_ofAnEventFarDownTheStage_isOnRecordAsStaged() {
    try (SignedAuditChain chain = chain()) {
      List<PreparedEvent> staged = new ArrayList<>();
      for (int i = 0; i <= Sequencer.BATCH; i++) {
        staged.add(prepare(chain, ids.next()));
      }
      memory.stage(History.ACME, staged);

      chain.append(prepare(chain, staged.get(Sequencer.BATCH).id()));
    }

    assertThat(memory.head(History.ACME).orElseThrow().size()).isEqualTo(Sequencer.BATCH + 1L);
    assertVerifies();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.hermesx.audit.AuditStatus.Failure;
import io.hermesx.core.HermesException;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.SwitchedAuditLog;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.core.testkit.TurningAwayLog;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A log that takes no events is named by the status, and the others are signed. */
class StoppedLogsTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");
  private static final String INSTALLATION = "audit.example.com/test";

  private final TestIds ids = TestIds.create();
  private final MutableClock clock = MutableClock.create();
  private final MemoryAuditLog memory = new MemoryAuditLog();
  private final SwitchedAuditLog log = new SwitchedAuditLog(memory);
  private final SignedAuditChain chain =
      SignedAuditChain.builder(log)
          .installation(INSTALLATION)
          .clock(clock)
          .ids(ids)
          .signers(TestKeys.of(1).signers())
          .state(new MemorySignerState())
          .build();

  private PreparedEvent event(TenantId tenant) {
    return chain.prepare(AuditEvent.builder(tenant, "test", ids.next(), clock.instant()).build());
  }

  static Stream<AppendResult> answers() {
    return Stream.of(AppendResult.MOVED_ON, AppendResult.refused("rows are in the way"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void status_logTakesNothing_namesItUntilItDoes(AppendResult answer) {
    log.switchTo(new TurningAwayLog(memory, ACME, append -> answer));
    memory.stage(ACME, List.of(event(ACME)));
    memory.stage(OTHER, List.of(event(OTHER)));
    assertThatExceptionOfType(HermesException.class).isThrownBy(chain::sequence);

    for (int round = 0; round < 2; round++) {
      chain.checkpoint();

      assertThat(chain.status().failures())
          .extracting(Failure::log)
          .containsExactly(INSTALLATION + "/" + ACME);
      assertThat(chain.status().failures().get(0).reason()).contains(ACME + " t", "no events");
      assertThat(chain.status().isCurrent(clock.instant(), Duration.ofMinutes(1))).isFalse();
    }
    assertThat(memory.checkpoints().latest(OTHER)).as("signed").isPresent();

    log.switchTo(memory);
    chain.checkpoint();
    assertThat(chain.status().failures()).as("the round tried again").isEmpty();
    assertThat(memory.stagedTenants(10)).isEmpty();
  }

  @Test
  void status_appendWasTurnedAway_namesTheLogInOneRound() {
    log.switchTo(new TurningAwayLog(memory, ACME, append -> AppendResult.MOVED_ON));
    assertThatExceptionOfType(HermesException.class).isThrownBy(() -> chain.append(event(ACME)));

    chain.checkpoint();
    assertThat(chain.status().failures())
        .extracting(Failure::log, failure -> failure.reason().contains("16 times"))
        .containsExactly(tuple(INSTALLATION + "/" + ACME, true));

    chain.checkpoint();
    assertThat(chain.status().failures()).as("whoever appended was told").isEmpty();
  }
}

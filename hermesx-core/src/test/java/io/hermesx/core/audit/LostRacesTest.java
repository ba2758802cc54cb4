// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hermesx.core.HermesException;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.SwitchedAuditLog;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.core.testkit.TurningAwayLog;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A log that always says that somebody else was first stops itself, and nobody else. */
class LostRacesTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");

  private final TestIds ids = TestIds.create();
  private final MutableClock clock = MutableClock.create();
  private final MemoryAuditLog memory = new MemoryAuditLog();
  private final SwitchedAuditLog log = new SwitchedAuditLog(memory);
  private final UnsignedAuditChain chain = chain(log);
  private final UnsignedAuditChain faster = chain(memory);
  private int asked;

  private UnsignedAuditChain chain(AuditLog on) {
    return UnsignedAuditChain.builder(on).installation("test").clock(clock).ids(ids).build();
  }

  private PreparedEvent event(TenantId tenant) {
    return chain.prepare(AuditEvent.builder(tenant, "test", ids.next(), clock.instant()).build());
  }

  private TurningAwayLog turnAway(Function<AuditAppend, AppendResult> answer) {
    TurningAwayLog turning =
        new TurningAwayLog(
            memory,
            ACME,
            append -> {
              asked++;
              assertThat(asked).as("tries, which must end").isLessThan(5_000);
              return answer.apply(append);
            });
    log.switchTo(turning);
    return turning;
  }

  private List<UUID> in(TenantId tenant) {
    return memory.read(tenant, 0, 10_000).stream().map(AuditEntry::id).toList();
  }

  static Stream<AppendResult> answersThatSayNothing() {
    return Stream.of(
        AppendResult.MOVED_ON,
        AppendResult.STAGED,
        AppendResult.known(Set.of()),
        AppendResult.known(Set.of(new UUID(1, 1))));
  }

  @ParameterizedTest
  @MethodSource("answersThatSayNothing")
  void append_neverFirstAtTheSameSize_isToldSoAndOthersAreOnRecord(AppendResult answer) {
    TurningAwayLog turning = turnAway(append -> answer);
    PreparedEvent event = event(ACME);
    PreparedEvent other = event(OTHER);

    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> chain.append(List.of(event, other)))
        .withMessageContaining(ACME.toString())
        .withMessageContaining("16 times in a row")
        .withMessageContaining("stayed at size 0");

    assertThat(turning.turnedAway()).isEqualTo(16);
    assertThat(in(OTHER)).containsExactly(other.id());
    log.switchTo(memory);
    chain.append(event);
    assertThat(in(ACME)).containsExactly(event.id());
    assertThat(chain.verify(ACME).findings()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("answersThatSayNothing")
  void sequence_neverFirstAtTheSameSize_endsAndWhatIsStagedStays(AppendResult answer) {
    TurningAwayLog turning = turnAway(append -> answer);
    PreparedEvent event = event(ACME);
    PreparedEvent other = event(OTHER);
    memory.stage(ACME, List.of(event));
    memory.stage(OTHER, List.of(other));

    for (int sweep = 1; sweep <= 3; sweep++) {
      assertThatExceptionOfType(HermesException.class)
          .isThrownBy(chain::sequence)
          .withMessageContaining("somebody else was first");
      assertThat(turning.turnedAway()).as("each sweep tries anew").isEqualTo(16 * sweep);
    }

    assertThat(in(OTHER)).containsExactly(other.id());
    assertThat(memory.stagedTenants(10)).containsExactly(ACME);
    log.switchTo(memory);
    assertThat(chain.sequence()).isEqualTo(1);
    assertThat(in(ACME)).containsExactly(event.id());
  }

  @Test
  void append_somebodyElseAlwaysFirst_isToldAfterAThousandTries() {
    TurningAwayLog turning = turnAway(this::somebodyElseIsFirst);

    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> chain.append(event(ACME)))
        .withMessageContaining("1000 times in a row");

    assertThat(turning.turnedAway()).isEqualTo(1_000);
    assertThat(in(ACME)).as("those of somebody else").hasSize(1_000);
    assertThat(chain(memory).verify(ACME).findings()).isEmpty();
  }

  @Test
  void append_firstAtLast_isOnRecord() {
    PreparedEvent event = event(ACME);
    turnAway(
        append -> {
          if (append.expectedSize() == 500) {
            return memory.append(List.of(append)).get(0);
          }
          return somebodyElseIsFirst(append);
        });

    chain.append(event);

    assertThat(in(ACME)).hasSize(501).endsWith(event.id());
    assertThat(chain(memory).verify(ACME).findings()).isEmpty();
  }

  /** Events that are there already are answers, however many come one after the other. */
  @Test
  void append_sameEventsAgainAndAgain_isNoStandstill() {
    List<PreparedEvent> events = Stream.generate(() -> event(ACME)).limit(100).toList();
    chain.append(events);
    for (int again = 0; again < 20; again++) {
      events.forEach(chain::append);
    }
    assertThat(in(ACME)).hasSize(100);
  }

  private AppendResult somebodyElseIsFirst(AuditAppend append) {
    faster.append(event(ACME));
    return memory.append(List.of(append)).get(0);
  }
}

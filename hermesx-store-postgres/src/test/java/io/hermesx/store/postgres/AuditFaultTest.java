// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.HermesException;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.UnsignedAuditChain;
import io.hermesx.core.store.Store;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A connection that breaks at any trip of an append, in any manner: whoever appends the same event
 * again until that works has it in the log once, in its place.
 */
class AuditFaultTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final Map<FaultyWire.Break, Integer> FAILED =
      new EnumMap<>(FaultyWire.Break.class);

  private static FaultyPostgres postgres;

  private final MutableClock clock = MutableClock.create();
  private final TestIds ids = TestIds.create();

  @BeforeAll
  static void open() {
    postgres = new FaultyPostgres();
  }

  @AfterAll
  static void close() {
    postgres.close();
    System.out.println(
        "appends and sequencings that failed, by how the connection broke: " + FAILED);
    assertThat(FAILED).containsOnlyKeys(FaultyWire.Break.values());
  }

  static Stream<Arguments> faults() {
    return Stream.of(FaultyWire.Break.values())
        .flatMap(
            how ->
                Stream.of(1, 2, 3)
                    .flatMap(
                        trip ->
                            Stream.of(true, false).map(staged -> Arguments.of(how, trip, staged))));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void event_connectionBreaksMeanwhile_isInTheLogOnce(
      FaultyWire.Break how, int trip, boolean staged) {
    postgres.truncate();
    UnsignedAuditChain chain = chain(postgres.store());
    List<PreparedEvent> events = Stream.generate(() -> event(chain)).limit(4).toList();
    chain.append(events.get(0));
    if (staged) {
      postgres.store().forTenant(ACME).run(tx -> tx.audit().stage(events.get(1)));
    }

    postgres.wire().breakAt(trip, how);
    untilItWorks(how, staged ? chain::sequence : () -> chain.append(events.get(1)));
    postgres.recover();
    chain.append(events.get(2));
    UnsignedAuditChain other = chain(postgres.beside());
    other.append(events.get(3));

    assertThat(other.verify(ACME).findings()).isEmpty();
    assertThat(postgres.beside().auditLog().read(ACME, 0, 10).stream().map(AuditEntry::id))
        .containsExactlyElementsOf(events.stream().map(PreparedEvent::id).toList());
  }

  private static void untilItWorks(FaultyWire.Break how, Runnable work) {
    while (true) {
      try {
        work.run();
        return;
      } catch (HermesException e) {
        FAILED.merge(how, 1, Integer::sum);
        postgres.recover();
      }
    }
  }

  private PreparedEvent event(UnsignedAuditChain chain) {
    return chain.prepare(AuditEvent.builder(ACME, "test", ids.next(), clock.instant()).build());
  }

  private UnsignedAuditChain chain(Store store) {
    return UnsignedAuditChain.builder(store.auditLog())
        .installation("faults.example")
        .clock(clock)
        .ids(ids)
        .build();
  }
}

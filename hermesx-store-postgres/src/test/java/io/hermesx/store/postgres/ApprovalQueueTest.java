// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalDecision;
import io.hermesx.core.approval.ConsumeResult;
import io.hermesx.core.approval.DecideResult;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds between approvals whoever asks and decides at the same time, through two pools. */
class ApprovalQueueTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId ACME = TenantId.named("acme");
  private static final int THREADS = 16;
  private static final int CAP = 5;

  private final StoreSamples samples = new StoreSamples(TestIds.create());
  private List<PostgresStore> stores = List.of();

  @BeforeEach
  void open() {
    stores = List.of(DATABASE.emptyStore(), DATABASE.store());
  }

  @AfterEach
  void close() {
    stores.forEach(PostgresStore::close);
  }

  @Test
  void request_sameCallFromManyThreads_waitsForOnePerson() {
    Contention.run(THREADS, thread -> () -> ask(thread, "call"));

    assertThat(countPending()).isEqualTo(1);
  }

  @Test
  void request_manyCallsFromManyThreads_staysWithinTheCap() {
    List<Boolean> asked = Contention.run(THREADS, thread -> () -> ask(thread, "call-" + thread));

    assertThat(asked.stream().filter(it -> it)).hasSize(CAP);
    assertThat(countPending()).isEqualTo(CAP);
  }

  @Test
  void decide_manyPeopleAtOnce_oneWordCounts() {
    Approval approval = requested();

    List<DecideResult> results =
        Contention.run(
            THREADS,
            thread ->
                () ->
                    tx(
                        thread,
                        tx ->
                            tx.approvals()
                                .decide(
                                    approval.id(),
                                    new ApprovalDecision(
                                        Principal.user("person-" + thread),
                                        thread % 2 == 0,
                                        tx.now()))));

    assertThat(results).containsOnlyOnce(DecideResult.RECORDED);
    assertThat(results).containsOnly(DecideResult.RECORDED, DecideResult.ALREADY_DECIDED);
  }

  @Test
  void consume_whileItIsBeingApproved_isUsedOnceOrPending() {
    for (int round = 0; round < 5; round++) {
      Approval approval = requested();

      List<Object> results =
          Contention.run(
              6,
              thread ->
                  () ->
                      thread == 0
                          ? tx(0, tx -> tx.approvals().decide(approval.id(), yes(tx)))
                          : tx(
                              thread,
                              tx ->
                                  tx.approvals()
                                      .consume(approval.id(), StoreSamples.useOf(approval))));

      assertThat(results)
          .contains(DecideResult.RECORDED)
          .containsOnlyOnceElementsOf(
              results.contains(ConsumeResult.CONSUMED)
                  ? List.of(ConsumeResult.CONSUMED)
                  : List.of(DecideResult.RECORDED))
          .isSubsetOf(
              DecideResult.RECORDED,
              ConsumeResult.CONSUMED,
              ConsumeResult.PENDING,
              ConsumeResult.ALREADY_USED);
    }
  }

  /** Asks for consent as the guard does: once for a call, and no more than so many at a time. */
  private boolean ask(int thread, String call) {
    return tx(
        thread,
        tx -> {
          Approval approval = samples.approval("run", call, tx.now());
          if (tx.approvals()
                  .findOpen(approval.run(), approval.call(), approval.digest())
                  .isPresent()
              || tx.approvals().countPending() >= CAP) {
            return false;
          }
          tx.approvals().request(approval);
          return true;
        });
  }

  private int countPending() {
    return tx(0, tx -> tx.approvals().countPending());
  }

  private Approval requested() {
    return tx(
        0,
        tx -> {
          Approval approval = samples.approval("run", "call", tx.now());
          tx.approvals().request(approval);
          return approval;
        });
  }

  private static ApprovalDecision yes(TenantTx tx) {
    return StoreSamples.yes(tx.now());
  }

  private <T> T tx(int thread, Function<TenantTx, T> work) {
    return stores.get(thread % stores.size()).forTenant(ACME).tx(work);
  }
}

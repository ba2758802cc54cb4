// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static io.hermesx.core.testkit.StoreSamples.AGENT;
import static io.hermesx.core.testkit.StoreSamples.ALICE;
import static io.hermesx.core.testkit.StoreSamples.BOB;
import static io.hermesx.core.testkit.StoreSamples.TTL;
import static io.hermesx.core.testkit.StoreSamples.no;
import static io.hermesx.core.testkit.StoreSamples.sha256;
import static io.hermesx.core.testkit.StoreSamples.useOf;
import static io.hermesx.core.testkit.StoreSamples.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Sha256;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalDecision;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.ApprovalState;
import io.hermesx.core.approval.ApprovalUse;
import io.hermesx.core.approval.ConsumeResult;
import io.hermesx.core.approval.DecideResult;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tool.CallId;
import io.hermesx.core.tool.ToolPin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every keeper of approvals does. */
public abstract class ApprovalsContract extends StoreContract {

  private static final Duration TICK = Duration.ofNanos(1_000);

  /** Creates the suite. */
  protected ApprovalsContract() {}

  @Test
  void request_new_isPendingAsItIs() {
    Approval approval = requested("call");

    assertThat(find(approval)).isEqualTo(approval);
    assertThat(pending(10)).containsExactly(approval);
    assertThat(countPending()).isEqualTo(1);
  }

  @Test
  void request_idOnRecord_isRefused() {
    Approval approval = requested("call");

    assertThatThrownBy(() -> request(approval))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fresh id");
  }

  @Test
  void request_approvedOrUsedAlready_isRefused() {
    Approval fresh = samples().approval("run", "call", now());

    for (Approval forged : List.of(fresh.decided(yes(now())), fresh.consumed())) {
      assertThatThrownBy(() -> request(forged))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("PENDING");
      assertThat(findOpen(forged)).isEmpty();
      assertThat(consume(forged, useOf(forged))).isEqualTo(ConsumeResult.NOT_FOUND);
    }
  }

  @Test
  void findOpen_pendingOrApproved_isFound() {
    Approval approval = requested("call");
    assertThat(findOpen(approval)).contains(approval);

    decide(approval, yes(now()));

    assertThat(findOpen(approval)).map(Approval::state).contains(ApprovalState.APPROVED);
  }

  @Test
  void findOpen_deniedConsumedOrExpired_isNot() {
    Approval denied = requested("call-1");
    decide(denied, no(now()));
    Approval consumed = approved("call-2");
    consume(consumed, useOf(consumed));
    Approval expired = requested("call-3");

    assertThat(findOpen(denied)).isEmpty();
    assertThat(findOpen(consumed)).isEmpty();
    assertThat(findOpen(expired)).isPresent();
    advance(TTL);
    assertThat(findOpen(expired)).isEmpty();
  }

  @Test
  void findOpen_otherRunCallOrDigest_isNot() {
    Approval it = requested("call");

    assertThat(findOpen(new RunId("x"), it.call(), it.digest())).isEmpty();
    assertThat(findOpen(it.run(), new CallId("x"), it.digest())).isEmpty();
    assertThat(findOpen(it.run(), it.call(), sha256("x"))).isEmpty();
  }

  @Test
  void pending_several_areOldestFirstUpToTheLimit() {
    Approval first = requested("call-1");
    advance(Duration.ofSeconds(1));
    Approval second = requested("call-2");
    advance(Duration.ofSeconds(1));
    Approval third = requested("call-3");

    assertThat(pending(2)).containsExactly(first, second);
    assertThat(pending(3)).containsExactly(first, second, third);
  }

  @Test
  void pending_decidedOrExpired_areLeftOut() {
    requested("call-1");
    advance(Duration.ofSeconds(1));
    Approval second = requested("call-2");
    Approval third = requested("call-3");
    decide(third, yes(now()));

    advance(TTL.minusSeconds(1));

    assertThat(pending(10)).containsExactly(second);
    assertThat(countPending()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1_001})
  void pendingAndList_limitOutOfRange_areRefused(int limit) {
    assertThatThrownBy(() -> pending(limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1000");
    assertThatThrownBy(() -> list(Optional.empty(), limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1000");
  }

  @Test
  void list_pages_runFromTheNewestToTheOldestWhateverTheirState() {
    List<Approval> oldestFirst = new ArrayList<>();
    oldestFirst.add(requested("call-1"));
    advance(TTL);
    oldestFirst.add(requested("call-2"));
    oldestFirst.add(approved("call-3"));
    Approval denied = requested("call-4");
    decide(denied, no(now()));
    oldestFirst.add(denied);
    Approval consumed = approved("call-5");
    consume(consumed, useOf(consumed));
    oldestFirst.add(consumed);
    List<Approval> newestFirst = new ArrayList<>();
    oldestFirst.forEach(approval -> newestFirst.add(0, find(approval)));

    assertThat(newestFirst)
        .extracting(Approval::state)
        .containsExactly(
            ApprovalState.CONSUMED,
            ApprovalState.DENIED,
            ApprovalState.APPROVED,
            ApprovalState.PENDING,
            ApprovalState.PENDING);
    assertThat(list(Optional.empty(), 2)).isEqualTo(newestFirst.subList(0, 2));
    assertThat(list(Optional.of(newestFirst.get(1).id()), 2)).isEqualTo(newestFirst.subList(2, 4));
    assertThat(list(Optional.of(newestFirst.get(3).id()), 2)).isEqualTo(newestFirst.subList(4, 5));
    assertThat(list(Optional.of(newestFirst.get(4).id()), 2)).isEmpty();
  }

  @Test
  void list_idsInAnyOrder_areSortedByTheirOctets() {
    Approval early = samples().approval("run", "call-1", now());
    Approval late = samples().approval("run", "call-2", now());
    request(late);
    request(early);

    assertThat(list(Optional.empty(), 10)).containsExactly(late, early);
  }

  @Test
  void decide_byAnotherPerson_isRecordedWithTheStoresTime() {
    Approval approval = requested("call");
    advance(Duration.ofSeconds(5));

    assertThat(decide(approval, yes(Instant.EPOCH))).isEqualTo(DecideResult.RECORDED);

    assertThat(find(approval)).isEqualTo(approval.decided(new ApprovalDecision(BOB, true, now())));
  }

  @Test
  void decide_no_isFinal() {
    Approval approval = requested("call");
    decide(approval, no(now()));

    assertThat(decide(approval, yes(now()))).isEqualTo(DecideResult.ALREADY_DECIDED);

    assertThat(find(approval).state()).isEqualTo(ApprovalState.DENIED);
  }

  @Test
  void decide_twice_theFirstStays() {
    Approval approval = approved("call");

    assertThat(decide(approval, no(now()))).isEqualTo(DecideResult.ALREADY_DECIDED);

    assertThat(find(approval).state()).isEqualTo(ApprovalState.APPROVED);
  }

  @Test
  void decide_unknown_isNotFound() {
    Approval never = samples().approval("run", "call", now());

    assertThat(decide(never, yes(now()))).isEqualTo(DecideResult.NOT_FOUND);
  }

  @Test
  void decide_justBeforeItsTimeIsOver_isRecordedAndThenNot() {
    Approval first = requested("call-1");
    Approval second = requested("call-2");
    advance(TTL.minus(TICK));
    assertThat(decide(first, yes(now()))).isEqualTo(DecideResult.RECORDED);

    advance(TICK);

    assertThat(decide(second, yes(now()))).isEqualTo(DecideResult.EXPIRED);
    assertThat(find(second).decision()).isEmpty();
  }

  @Test
  void decide_byRequesterAgentOrMachine_isRefused() {
    Approval approval = requested("call");
    List<Principal> refused =
        List.of(
            ALICE,
            ALICE.withRoles("admin"),
            Principal.user("alice", "approvals:decide"),
            AGENT,
            Principal.agent("another-bot"),
            Principal.service("nightly-job"));

    for (Principal approver : refused) {
      assertThat(decide(approval, new ApprovalDecision(approver, true, now())))
          .as(approver.ref())
          .isEqualTo(DecideResult.FOUR_EYES);
    }

    assertThat(find(approval)).isEqualTo(approval);
  }

  @Test
  void decide_byThePersonWhoActsAsTheAgent_isRefused() {
    Approval approval = samples().approval("run", "call", now(), Optional.of(BOB));
    request(approval);

    assertThat(decide(approval, yes(now()))).isEqualTo(DecideResult.FOUR_EYES);
  }

  @Test
  void decide_callWithoutAgent_isRecorded() {
    Approval approval = samples().approval("run", "call", now(), Optional.empty());
    request(approval);

    assertThat(decide(approval, yes(now()))).isEqualTo(DecideResult.RECORDED);
  }

  @Test
  void consume_exactlyTheCall_isUsedOnce() {
    Approval approval = approved("call");

    assertThat(consume(approval, useOf(approval))).isEqualTo(ConsumeResult.CONSUMED);
    assertThat(find(approval).state()).isEqualTo(ApprovalState.CONSUMED);
    assertThat(consume(approval, useOf(approval))).isEqualTo(ConsumeResult.ALREADY_USED);
  }

  @Test
  void consume_anythingDifferent_saysWhatAndLeavesItUsable() {
    Approval it = approved("call");
    ToolPin pin = new ToolPin(sha256("x"));
    RunId run = new RunId("x");
    CallId call = new CallId("x");

    assertThat(consume(it, new ApprovalUse(run, it.call(), it.digest(), it.pin(), "policy-1")))
        .isEqualTo(ConsumeResult.OTHER_CALL);
    assertThat(consume(it, new ApprovalUse(it.run(), call, it.digest(), it.pin(), "policy-1")))
        .isEqualTo(ConsumeResult.OTHER_CALL);
    assertThat(consume(it, new ApprovalUse(it.run(), it.call(), sha256("x"), it.pin(), "policy-1")))
        .isEqualTo(ConsumeResult.OTHER_ARGUMENTS);
    assertThat(consume(it, new ApprovalUse(it.run(), it.call(), it.digest(), pin, "policy-1")))
        .isEqualTo(ConsumeResult.OTHER_PIN);
    assertThat(consume(it, new ApprovalUse(it.run(), it.call(), it.digest(), it.pin(), "policy-2")))
        .isEqualTo(ConsumeResult.OTHER_POLICY);

    assertThat(consume(it, useOf(it))).isEqualTo(ConsumeResult.CONSUMED);
  }

  @Test
  void consume_everythingDifferent_saysTheFirst() {
    Approval it = approved("call");
    ToolPin pin = new ToolPin(sha256("x"));

    assertThat(consume(it, new ApprovalUse(it.run(), new CallId("x"), sha256("x"), pin, "x")))
        .isEqualTo(ConsumeResult.OTHER_CALL);
    assertThat(consume(it, new ApprovalUse(it.run(), it.call(), sha256("x"), pin, "x")))
        .isEqualTo(ConsumeResult.OTHER_ARGUMENTS);
    assertThat(consume(it, new ApprovalUse(it.run(), it.call(), it.digest(), pin, "x")))
        .isEqualTo(ConsumeResult.OTHER_PIN);
  }

  @Test
  void consume_notApproved_saysWhereItStandsBeforeComparing() {
    ApprovalUse other =
        new ApprovalUse(
            new RunId("x"), new CallId("x"), sha256("x"), new ToolPin(sha256("x")), "x");
    Approval never = samples().approval("run", "never", now());
    Approval pending = requested("call-1");
    Approval denied = requested("call-2");
    decide(denied, no(now()));
    Approval used = approved("call-3");
    consume(used, useOf(used));

    assertThat(consume(never, other)).isEqualTo(ConsumeResult.NOT_FOUND);
    assertThat(consume(pending, other)).isEqualTo(ConsumeResult.PENDING);
    assertThat(consume(denied, other)).isEqualTo(ConsumeResult.DENIED);
    assertThat(consume(used, other)).isEqualTo(ConsumeResult.ALREADY_USED);
    advance(TTL);
    assertThat(consume(pending, other)).isEqualTo(ConsumeResult.EXPIRED);
  }

  @Test
  void consume_justBeforeItsTimeIsOver_isUsedAndThenNot() {
    Approval first = approved("call-1");
    Approval second = approved("call-2");
    advance(TTL.minus(TICK));
    assertThat(consume(first, useOf(first))).isEqualTo(ConsumeResult.CONSUMED);

    advance(TICK);

    assertThat(consume(second, useOf(second))).isEqualTo(ConsumeResult.EXPIRED);
  }

  @Test
  void consume_hundredThreads_oneUsesIt() {
    Approval approval = approved("call");

    List<ConsumeResult> results =
        Contention.run(100, thread -> () -> consume(approval, useOf(approval)));

    assertThat(results).containsOnlyOnce(ConsumeResult.CONSUMED);
    assertThat(results).containsOnly(ConsumeResult.CONSUMED, ConsumeResult.ALREADY_USED);
  }

  @Test
  void consume_takenBackWithItsTransaction_canBeUsedAgain() {
    Approval approval = approved("call");

    assertThatThrownBy(
            () ->
                together(
                    tx -> {
                      tx.approvals().consume(approval.id(), useOf(approval));
                      throw new ArithmeticException("after it");
                    }))
        .isInstanceOf(ArithmeticException.class);

    assertThat(consume(approval, useOf(approval))).isEqualTo(ConsumeResult.CONSUMED);
  }

  private Approval requested(String call) {
    Approval approval = samples().approval("run", call, now());
    request(approval);
    return approval;
  }

  private Approval approved(String call) {
    Approval approval = requested(call);
    assertThat(decide(approval, yes(now()))).isEqualTo(DecideResult.RECORDED);
    return approval;
  }

  private void request(Approval approval) {
    tx(
        tx -> {
          tx.approvals().request(approval);
          return true;
        });
  }

  private DecideResult decide(Approval approval, ApprovalDecision decision) {
    return tx(tx -> tx.approvals().decide(approval.id(), decision));
  }

  private ConsumeResult consume(Approval approval, ApprovalUse use) {
    return tx(tx -> tx.approvals().consume(approval.id(), use));
  }

  private Approval find(Approval approval) {
    return acme().readOnly(tx -> tx.approvals().find(approval.id())).orElseThrow();
  }

  private Optional<Approval> findOpen(Approval it) {
    return findOpen(it.run(), it.call(), it.digest());
  }

  private Optional<Approval> findOpen(RunId run, CallId call, Sha256 digest) {
    return acme().readOnly(tx -> tx.approvals().findOpen(run, call, digest));
  }

  private List<Approval> pending(int limit) {
    return acme().readOnly(tx -> tx.approvals().pending(limit));
  }

  private List<Approval> list(Optional<ApprovalId> before, int limit) {
    return acme().readOnly(tx -> tx.approvals().list(before, limit));
  }

  private int countPending() {
    return acme().readOnly(tx -> tx.approvals().countPending());
  }
}

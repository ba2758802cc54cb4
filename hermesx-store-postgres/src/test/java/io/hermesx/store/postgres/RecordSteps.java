// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalDecision;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.ApprovalUse;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.receipt.ReceiptFinal;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.receipt.ReceiptStatus;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.session.RunId;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.tool.CallId;
import io.hermesx.core.tool.ToolPin;
import io.hermesx.core.usage.UsageEvent;
import io.hermesx.core.usage.UsageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What can be done to receipts, approvals, usage and the audit stage. */
final class RecordSteps {

  private static final RunId RUN = new RunId("run");

  private RecordSteps() {}

  static Arbitrary<StoreStep> receipts() {
    Arbitrary<Integer> number = StoreStep.number();
    return Arbitraries.frequencyOf(
        Tuple.of(3, Combinators.combine(number, number).as(RecordSteps::open)),
        Tuple.of(3, Combinators.combine(number, texts()).as(RecordSteps::close)),
        Tuple.of(
            1,
            number.map(
                it ->
                    new StoreStep("find " + it, tx -> tx.receipts().find(new ReceiptId(id(it)))))),
        Tuple.of(
            1,
            number.map(
                it ->
                    new StoreStep(
                        "find by call " + it,
                        tx -> tx.receipts().findByCall(ReceiptKind.TOOL, RUN, call(it))))),
        Tuple.of(
            1,
            Combinators.combine(number.optional(), number)
                .as(
                    (before, limit) ->
                        new StoreStep(
                            "list " + limit + " before " + before,
                            tx ->
                                tx.receipts()
                                    .list(before.map(it -> new ReceiptId(id(it))), limit)))));
  }

  static Arbitrary<StoreStep> approvals() {
    Arbitrary<Integer> number = StoreStep.number();
    return Arbitraries.frequencyOf(
        Tuple.of(4, Combinators.combine(number, number).as(RecordSteps::request)),
        Tuple.of(
            3,
            Combinators.combine(number, people(), Arbitraries.of(true, false))
                .as(RecordSteps::decide)),
        Tuple.of(3, Combinators.combine(number, number).as(RecordSteps::consume)),
        Tuple.of(
            1,
            number.map(
                it ->
                    new StoreStep(
                        "find open " + it,
                        tx ->
                            tx.approvals()
                                .findOpen(RUN, call(it), approval(it, it, tx).digest())))),
        Tuple.of(1, Arbitraries.of(new StoreStep("count", tx -> tx.approvals().countPending()))),
        Tuple.of(
            1,
            number.map(
                it ->
                    new StoreStep(
                        "approvals before " + it,
                        tx -> tx.approvals().list(Optional.of(new ApprovalId(id(it))), 2)))),
        Tuple.of(
            1, number.map(it -> new StoreStep("pending " + it, tx -> tx.approvals().pending(it)))));
  }

  static Arbitrary<StoreStep> usage() {
    Arbitrary<Integer> number = StoreStep.number();
    return Arbitraries.frequencyOf(
        Tuple.of(
            3, Combinators.combine(number, offsets(), amounts(), texts()).as(RecordSteps::append)),
        Tuple.of(1, Combinators.combine(offsets(), offsets(), texts()).as(RecordSteps::totals)),
        Tuple.of(
            1,
            Combinators.combine(offsets(), offsets(), number)
                .as(
                    (from, to, limit) ->
                        new StoreStep(
                            "usage " + limit + " from " + from + " to " + to,
                            tx -> tx.usage().list(at(tx, from), at(tx, to), limit)))));
  }

  static Arbitrary<StoreStep> events() {
    return StoreStep.number().map(RecordSteps::stage);
  }

  private static StoreStep stage(int number) {
    return new StoreStep(
        "stage " + number,
        tx -> {
          tx.audit().stage(samples(number).event(tx.tenant()));
          return true;
        });
  }

  private static StoreStep open(int number, int call) {
    return new StoreStep(
        "open " + number + " for call " + call,
        tx -> tx.receipts().open(samples(number).intent("run", "call-" + call, finer(tx))));
  }

  private static StoreStep close(int number, String output) {
    return new StoreStep(
        "close " + number,
        tx ->
            tx.receipts()
                .close(
                    new ReceiptFinal(
                        new ReceiptId(id(number)),
                        ReceiptStatus.FAILED,
                        output,
                        List.of("pii", output),
                        Long.MAX_VALUE,
                        List.of(new StageVerdict(Stage.SCAN_OUTPUT, "a|\"{}~", Long.MAX_VALUE)),
                        finer(tx))));
  }

  private static StoreStep request(int number, int call) {
    return new StoreStep(
        "request " + number + " for call " + call,
        tx -> {
          tx.approvals().request(approval(number, call, tx));
          return true;
        });
  }

  private static StoreStep decide(int number, Principal approver, boolean approved) {
    return new StoreStep(
        approver.ref() + " decides " + number + " " + approved,
        tx ->
            tx.approvals()
                .decide(
                    new ApprovalId(id(number)),
                    new ApprovalDecision(approver, approved, Instant.EPOCH)));
  }

  private static StoreStep consume(int number, int call) {
    return new StoreStep(
        "consume " + number + " for call " + call,
        tx -> {
          Approval other = approval(number, call, tx);
          ToolPin pin = call == 2 ? new ToolPin(other.digest()) : other.pin();
          return tx.approvals()
              .consume(
                  other.id(),
                  new ApprovalUse(
                      other.run(), other.call(), other.digest(), pin, other.policyVersion()));
        });
  }

  private static StoreStep append(int number, Duration offset, long amount, String text) {
    return new StoreStep(
        "append " + number + " at " + offset + " " + amount,
        tx ->
            tx.usage()
                .append(
                    new UsageEvent(
                        number % 2 == 0 ? "Source" : "other",
                        "id-" + number,
                        at(tx, offset),
                        Dimensions.none().with(Dimension.MODEL, text),
                        text,
                        "served",
                        new TokenUsage(amount, 1, 2),
                        amount,
                        text,
                        UsageStatus.PARTIAL)));
  }

  private static StoreStep totals(Duration from, Duration to, String text) {
    return new StoreStep(
        "totals from " + from + " to " + to,
        tx -> {
          Dimensions only = Dimensions.none().with(Dimension.MODEL, text);
          return tx.usage().totals(at(tx, from), at(tx, to), only);
        });
  }

  private static Approval approval(int number, int call, TenantTx tx) {
    Optional<Principal> agent = call == 1 ? Optional.empty() : Optional.of(StoreSamples.AGENT);
    return samples(number).approval("run", "call-" + call, finer(tx), agent);
  }

  private static StoreSamples samples(int number) {
    return new StoreSamples(() -> id(number));
  }

  /** A time of more digits than any store keeps. */
  private static Instant finer(TenantTx tx) {
    return tx.now().plusNanos(345);
  }

  private static Instant at(TenantTx tx, Duration offset) {
    return tx.now().plus(offset);
  }

  private static CallId call(int number) {
    return new CallId("call-" + number);
  }

  private static UUID id(int number) {
    return new UUID(0x7000, number);
  }

  private static Arbitrary<Principal> people() {
    return Arbitraries.of(
        StoreSamples.ALICE, StoreSamples.BOB.withRoles("lead", "admin"), StoreSamples.AGENT);
  }

  /** Texts of which PostgreSQL knows only some as they are. */
  private static Arbitrary<String> texts() {
    return Arbitraries.of(
        "", "plain", "NUL \u0000 here", "half \ud83d", "\udd11\ud83d", "\u001a0000");
  }

  private static Arbitrary<Long> amounts() {
    return Arbitraries.of(0L, 7L, Long.MAX_VALUE);
  }

  private static Arbitrary<Duration> offsets() {
    return Arbitraries.of(
        Duration.ofHours(-2),
        Duration.ofNanos(-1_000),
        Duration.ZERO,
        Duration.ofNanos(1),
        Duration.ofNanos(1_001),
        Duration.ofDays(1));
  }
}

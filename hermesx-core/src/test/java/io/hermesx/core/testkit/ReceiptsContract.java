// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptFinal;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.receipt.ReceiptState;
import io.hermesx.core.receipt.ReceiptStatus;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tool.CallId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every keeper of receipts does. */
public abstract class ReceiptsContract extends StoreContract {

  /** Creates the suite. */
  protected ReceiptsContract() {}

  @Test
  void open_newCall_isKeptAsItIs() {
    ReceiptIntent intent = samples().intent("run", "call", now());

    assertThat(open(intent)).isEmpty();

    assertThat(find(intent.id())).contains(new Receipt(intent, Optional.empty()));
    assertThat(findByCall(intent.kind(), intent.run(), intent.call()))
        .contains(new Receipt(intent, Optional.empty()));
  }

  @Test
  void open_sameCallAgain_answersTheFirstAndWritesNothing() {
    ReceiptIntent first = opened("run", "call");
    ReceiptIntent second = samples().intent("run", "call", now());

    assertThat(open(second)).map(Receipt::intent).contains(first);

    assertThat(find(second.id())).isEmpty();
    assertThat(dump(ACME).receipts()).hasSize(1);
  }

  @Test
  void open_closedCallAgain_answersWithItsResult() {
    ReceiptIntent first = opened("run", "call");
    ReceiptFinal result = closed(first);

    assertThat(open(samples().intent("run", "call", now())))
        .contains(new Receipt(first, Optional.of(result)));
  }

  @Test
  void open_sameCallIdInAnotherRun_isAnotherReceipt() {
    opened("run-1", "call");

    assertThat(open(samples().intent("run-2", "call", now()))).isEmpty();
  }

  @Test
  void open_sameCallOfAnotherKind_isAnotherReceipt() {
    ReceiptIntent tool = opened("run", "call");
    ReceiptIntent model = withKind(ReceiptKind.MODEL, samples().intent("run", "call", now()));

    assertThat(open(model)).isEmpty();

    assertThat(findByCall(ReceiptKind.TOOL, tool.run(), tool.call()))
        .contains(new Receipt(tool, Optional.empty()));
    assertThat(findByCall(ReceiptKind.MODEL, tool.run(), tool.call()))
        .contains(new Receipt(model, Optional.empty()));
  }

  @Test
  void open_runAndCallThatReadTheSameTogether_areTwoReceipts() {
    opened("a-b", "c");

    assertThat(open(samples().intent("a", "b-c", now()))).isEmpty();
  }

  @Test
  void open_idOfAnotherCall_isRefused() {
    ReceiptIntent first = opened("run", "call-1");
    ReceiptIntent stolen = withId(first.id(), samples().intent("run", "call-2", now()));

    assertThatThrownBy(() -> open(stolen)).isInstanceOf(IllegalArgumentException.class);

    assertThat(dump(ACME).receipts()).hasSize(1);
  }

  @Test
  void open_sameCallFromManyThreads_oneWrites() {
    List<Boolean> wrote =
        Contention.run(32, thread -> () -> open(samples().intent("run", "call", now())).isEmpty());

    assertThat(wrote).containsOnlyOnce(true);
  }

  @Test
  void close_openReceipt_isKeptAsItIs() {
    ReceiptIntent intent = opened("run", "call");
    ReceiptFinal result = samples().result(intent, now());

    assertThat(close(result)).isTrue();

    assertThat(find(intent.id())).contains(new Receipt(intent, Optional.of(result)));
  }

  @Test
  void close_twice_theFirstStays() {
    ReceiptIntent intent = opened("run", "call");
    ReceiptFinal first = closed(intent);
    ReceiptFinal second =
        new ReceiptFinal(
            intent.id(), ReceiptStatus.FAILED, "other", List.of(), 0, List.of(), now());

    assertThat(close(second)).isFalse();

    assertThat(find(intent.id())).contains(new Receipt(intent, Optional.of(first)));
  }

  @Test
  void close_unknownReceipt_isNot() {
    ReceiptIntent never = samples().intent("run", "call", now());

    assertThat(close(samples().result(never, now()))).isFalse();

    assertThat(dump(ACME).receipts()).isEmpty();
  }

  @Test
  void close_longAfterTheDeadline_stillWins() {
    ReceiptIntent intent = opened("run", "call");
    advance(Duration.ofDays(2));
    assertThat(find(intent.id()).orElseThrow().stateAt(now()))
        .isEqualTo(ReceiptState.INDETERMINATE);

    closed(intent);

    assertThat(find(intent.id()).orElseThrow().stateAt(now())).isEqualTo(ReceiptState.FINAL);
  }

  @Test
  void find_unknown_isEmpty() {
    ReceiptId unknown = samples().intent("run", "call", now()).id();

    assertThat(find(unknown)).isEmpty();
    assertThat(findByCall(ReceiptKind.TOOL, new RunId("run"), new CallId("call"))).isEmpty();
  }

  @Test
  void list_pages_runFromTheNewestToTheOldest() {
    List<ReceiptId> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      newestFirst.add(0, opened("run", "call-" + i).id());
    }

    assertThat(list(Optional.empty(), 2)).isEqualTo(newestFirst.subList(0, 2));
    assertThat(list(Optional.of(newestFirst.get(1)), 2)).isEqualTo(newestFirst.subList(2, 4));
    assertThat(list(Optional.of(newestFirst.get(3)), 2)).isEqualTo(newestFirst.subList(4, 5));
    assertThat(list(Optional.of(newestFirst.get(4)), 2)).isEmpty();
  }

  @Test
  void list_idsInAnyOrder_areSortedByTheirOctets() {
    ReceiptIntent early = samples().intent("run", "call-1", now());
    ReceiptIntent late = samples().intent("run", "call-2", now());
    open(late);
    open(early);

    assertThat(list(Optional.empty(), 10)).containsExactly(late.id(), early.id());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1_001})
  void list_limitOutOfRange_isRefused(int limit) {
    assertThatThrownBy(() -> list(Optional.empty(), limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1000");
  }

  private Optional<Receipt> open(ReceiptIntent intent) {
    return tx(tx -> tx.receipts().open(intent));
  }

  private boolean close(ReceiptFinal result) {
    return tx(tx -> tx.receipts().close(result));
  }

  private Optional<Receipt> findByCall(ReceiptKind kind, RunId run, CallId call) {
    return acme().readOnly(tx -> tx.receipts().findByCall(kind, run, call));
  }

  private ReceiptIntent opened(String run, String call) {
    ReceiptIntent intent = samples().intent(run, call, now());
    assertThat(open(intent)).isEmpty();
    return intent;
  }

  private ReceiptFinal closed(ReceiptIntent intent) {
    ReceiptFinal result = samples().result(intent, now());
    assertThat(close(result)).isTrue();
    return result;
  }

  private Optional<Receipt> find(ReceiptId id) {
    return acme().readOnly(tx -> tx.receipts().find(id));
  }

  private List<ReceiptId> list(Optional<ReceiptId> before, int limit) {
    return acme().readOnly(tx -> tx.receipts().list(before, limit)).stream()
        .map(receipt -> receipt.intent().id())
        .toList();
  }

  private static ReceiptIntent withId(ReceiptId id, ReceiptIntent intent) {
    return with(id, intent.kind(), intent);
  }

  private static ReceiptIntent withKind(ReceiptKind kind, ReceiptIntent intent) {
    return with(intent.id(), kind, intent);
  }

  private static ReceiptIntent with(ReceiptId id, ReceiptKind kind, ReceiptIntent intent) {
    return new ReceiptIntent(
        id,
        kind,
        intent.run(),
        intent.call(),
        intent.target(),
        intent.digest(),
        intent.salt(),
        intent.actor(),
        intent.agent(),
        intent.approval(),
        intent.reservation(),
        intent.policyVersion(),
        intent.verdicts(),
        intent.openedAt(),
        intent.deadline());
  }
}

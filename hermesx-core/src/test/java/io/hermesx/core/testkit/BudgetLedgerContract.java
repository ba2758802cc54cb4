// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.budget.BudgetUnit;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.budget.ReserveOutcome;
import io.hermesx.core.budget.ReserveOutcome.Exceeded;
import io.hermesx.core.budget.ReserveOutcome.Granted;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.budget.SettleResult;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every ledger of budgets does at one moment; what time does is {@link BudgetTimeContract}.
 */
public abstract class BudgetLedgerContract extends BudgetSuite {

  /** Creates the suite. */
  protected BudgetLedgerContract() {}

  @Test
  void reserve_room_isHeldOnEveryMatchingBudget() {
    define(money("tenant", 100));
    define(moneyOf("alice", 50, Dimensions.none().with(Dimension.USER, "alice")));
    define(moneyOf("bob", 50, Dimensions.none().with(Dimension.USER, "bob")));
    define(
        new Budget(
            "calls", BudgetUnit.REQUESTS, 5, BudgetPeriod.DAY, ZoneOffset.UTC, Dimensions.none()));

    ReserveOutcome outcome = reserve(request(new Amounts(10, 7, 1)));

    assertThat(((Granted) outcome).budgets())
        .extracting(state -> state.budget().name(), BudgetState::held)
        .containsExactly(tuple("alice", 10L), tuple("calls", 1L), tuple("tenant", 10L));
    assertThat(states()).isEqualTo(((Granted) outcome).budgets());
  }

  @Test
  void reserve_noBudget_isGrantedByNone() {
    ReserveOutcome outcome = reserve(request(TEN));

    assertThat(outcome).isEqualTo(new Granted(List.of()));
  }

  @Test
  void reserve_oneBudgetWithoutRoom_noneHolds() {
    define(money("a-wide", 100));
    define(money("b-narrow", 9));
    define(money("c-narrower", 8));

    Exceeded exceeded = exceeded(TEN);

    assertThat(exceeded.budget()).isEqualTo(state("b-narrow"));
    assertThat(exceeded.asked()).isEqualTo(10);
    assertThat(states()).allMatch(state -> state.held() == 0 && state.committed() == 0);
  }

  @Test
  void reserve_exactlyTheRest_isGrantedAndNoMore() {
    define(money("tenant", 25));
    reserved(TEN);

    assertThat(exceeded(new Amounts(16, 0, 0)).budget().available()).isEqualTo(15);
    reserved(new Amounts(15, 0, 0));
    exceeded(new Amounts(1, 0, 0));

    assertState("tenant", 0, 25);
  }

  @Test
  void reserve_sameIdAgain_changesNothingAndAnswersAsGranted() {
    define(money("tenant", 10));
    ReserveRequest request = request(TEN);
    ReserveOutcome first = reserve(request);

    assertThat(reserve(request)).isEqualTo(first);
    assertThat(reserve(with(request, new Amounts(99, 0, 0)))).isEqualTo(first);

    assertState("tenant", 0, 10);
  }

  @Test
  void reserve_idThatEnded_isRefused() {
    ReserveRequest request = request(TEN);
    reserve(request);
    settle(request.id(), TEN);

    assertThatThrownBy(() -> reserve(request))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("reserve afresh");
  }

  @Test
  void reserve_limitZero_blocksWhatCosts() {
    define(money("tenant", 0));

    exceeded(new Amounts(1, 0, 0));
    reserved(new Amounts(0, 5, 1));
  }

  @Test
  void reserve_nothing_fitsASpentBudget() {
    define(money("tenant", 10));
    settle(reserved(TEN), new Amounts(99, 0, 0));

    reserved(Amounts.ZERO);
    exceeded(new Amounts(1, 0, 0));
  }

  @Test
  void reserve_sumsBeyondALong_exceedInsteadOfWrapping() {
    define(money("tenant", Long.MAX_VALUE));
    reserved(new Amounts(Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MAX_VALUE));

    exceeded(new Amounts(2, Long.MAX_VALUE, Long.MAX_VALUE));
    exceeded(new Amounts(Long.MAX_VALUE, 0, 0));
    reserved(new Amounts(1, 0, 0));

    assertState("tenant", 0, Long.MAX_VALUE);
  }

  @Test
  void reserve_expiryNotInTheFuture_isRefused() {
    Instant now = now();
    ReserveRequest late = new ReserveRequest(request(TEN).id(), Dimensions.none(), TEN, now);

    assertThatThrownBy(() -> reserve(late))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("after the time of the transaction");
  }

  @Test
  void reserve_manyThreads_neverBeyondTheLimit() {
    define(money("tenant", 250));

    List<Boolean> granted =
        Contention.run(40, thread -> () -> reserve(request(TEN)) instanceof Granted);

    assertThat(granted.stream().filter(it -> it)).hasSize(25);
    assertState("tenant", 0, 250);
  }

  @Test
  void settle_less_givesTheRestBack() {
    define(money("tenant", 10));

    assertThat(settle(reserved(TEN), new Amounts(4, 0, 0))).isEqualTo(SettleResult.SETTLED);

    assertState("tenant", 4, 0);
    exceeded(new Amounts(7, 0, 0));
    reserved(new Amounts(6, 0, 0));
  }

  @Test
  void settle_moreThanHeld_isChargedInFull() {
    define(money("tenant", 20));

    settle(reserved(TEN), new Amounts(35, 0, 0));

    assertState("tenant", 35, 0);
    assertThat(state("tenant").available()).isZero();
    exceeded(new Amounts(1, 0, 0));
  }

  @Test
  void settle_moreThanALong_staysAtTheLargest() {
    define(money("tenant", 20));
    ReservationId other = reserved(new Amounts(5, 0, 0));
    settle(reserved(TEN), new Amounts(Long.MAX_VALUE, 0, 0));
    settle(reserved(Amounts.ZERO), new Amounts(Long.MAX_VALUE, 0, 0));

    assertState("tenant", Long.MAX_VALUE, 5);
    assertThat(state("tenant").available()).isZero();
    define(money("tenant", 0));
    assertThat(state("tenant").available()).isZero();
    settle(other, Amounts.ZERO);
    assertState("tenant", Long.MAX_VALUE, 0);
  }

  @Test
  void settle_twice_isAsOnce() {
    define(money("tenant", 20));
    ReservationId id = reserved(TEN);
    settle(id, TEN);

    assertThat(settle(id, TEN)).isEqualTo(SettleResult.ALREADY_CLOSED);
    assertThat(cancel(id)).isEqualTo(SettleResult.ALREADY_CLOSED);

    assertState("tenant", 10, 0);
  }

  @Test
  void settle_unknown_isNotFound() {
    define(money("tenant", 20));

    assertThat(settle(request(TEN).id(), TEN)).isEqualTo(SettleResult.NOT_FOUND);

    assertState("tenant", 0, 0);
  }

  @Test
  void settle_manyThreads_countsOnce() {
    define(money("tenant", 20));
    ReservationId id = reserved(TEN);

    List<SettleResult> results = Contention.run(16, thread -> () -> settle(id, TEN));

    assertThat(results).containsOnlyOnce(SettleResult.SETTLED);
    assertState("tenant", 10, 0);
  }

  @Test
  void cancel_open_givesEverythingBack() {
    define(money("tenant", 10));
    ReservationId id = reserved(TEN);

    assertThat(cancel(id)).isEqualTo(SettleResult.SETTLED);

    assertState("tenant", 0, 0);
  }

  @Test
  void extend_room_holdsTheSum() {
    define(money("tenant", 25));
    ReservationId id = reserved(TEN);

    assertThat(extend(id, new Amounts(15, 0, 0))).isInstanceOf(Granted.class);
    assertState("tenant", 0, 25);

    settle(id, new Amounts(12, 0, 0));
    assertState("tenant", 12, 0);
  }

  @Test
  void extend_noRoom_leavesItAsItWas() {
    define(money("tenant", 15));
    define(money("wide", 100));
    ReservationId id = reserved(TEN);

    ReserveOutcome outcome = extend(id, new Amounts(6, 0, 0));

    assertThat(outcome).isEqualTo(new Exceeded(state("tenant"), 6));
    assertState("tenant", 0, 10);
    assertState("wide", 0, 10);
    settle(id, TEN);
    assertState("wide", 10, 0);
  }

  @Test
  void extend_notOpen_isRefused() {
    ReservationId unknown = request(TEN).id();
    ReservationId closed = reserved(TEN);
    settle(closed, TEN);

    assertThatThrownBy(() -> extend(unknown, TEN)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> extend(closed, TEN)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void define_sameNameAgain_keepsWhatIsSpentAndHeld() {
    define(money("tenant", 100));
    settle(reserved(TEN), TEN);
    ReservationId open = reserved(TEN);

    define(money("tenant", 15));

    assertState("tenant", 10, 10);
    assertThat(state("tenant").available()).isZero();
    exceeded(new Amounts(1, 0, 0));
    settle(open, new Amounts(2, 0, 0));
    assertState("tenant", 12, 0);
    reserved(new Amounts(3, 0, 0));
  }

  @Test
  void define_anotherPeriod_keepsWhatIsSpentAndHeld() {
    define(money("tenant", 100));
    settle(reserved(TEN), TEN);
    ReservationId open = reserved(TEN);

    define(Budget.usd("tenant", 100, BudgetPeriod.MONTH));

    assertState("tenant", 10, 10);
    assertThat(state("tenant").periodStart())
        .isEqualTo(BudgetPeriod.MONTH.startOf(now(), ZoneOffset.UTC));
    settle(open, TEN);
    assertState("tenant", 20, 0);
  }

  @Test
  void define_anotherUnit_isRefused() {
    define(money("tenant", 100));
    Budget tokens =
        new Budget(
            "tenant", BudgetUnit.TOKENS, 100, BudgetPeriod.DAY, ZoneOffset.UTC, Dimensions.none());

    assertThatThrownBy(() -> define(tokens))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NANO_USD")
        .hasMessageContaining("TOKENS");

    assertThat(state("tenant").budget()).isEqualTo(money("tenant", 100));
  }

  @Test
  void define_whileACallIsUnderWay_doesNotCatchIt() {
    ReservationId open = reserved(TEN);
    define(money("tenant", 5));

    settle(open, TEN);

    assertState("tenant", 0, 0);
  }

  @Test
  void remove_known_limitsNothingAnyMore() {
    define(money("tenant", 10));
    ReservationId open = reserved(TEN);

    assertThat(remove("tenant")).isTrue();

    assertThat(states()).isEmpty();
    assertThat(extend(open, TEN)).isEqualTo(new Granted(List.of()));
    assertThat(settle(open, TEN)).isEqualTo(SettleResult.SETTLED);
  }

  @Test
  void remove_andDefineAgain_startsFromZero() {
    define(money("tenant", 10));
    ReservationId open = reserved(TEN);
    remove("tenant");
    define(money("tenant", 10));

    assertState("tenant", 0, 0);
    settle(open, TEN);
    assertState("tenant", 0, 0);
  }

  @Test
  void remove_unknown_saysSo() {
    assertThat(remove("tenant")).isFalse();
  }

  @Test
  void states_byDimensions_areThoseThatMatchByName() {
    define(money("zulu", 1));
    define(moneyOf("mike", 2, Dimensions.none().with(Dimension.TOOL, "refund")));
    define(moneyOf("alpha", 3, Dimensions.none().with(Dimension.TOOL, "other")));

    assertThat(states()).extracting(state -> state.budget().name()).containsExactly("mike", "zulu");
    assertThat(states(Dimensions.none()))
        .extracting(state -> state.budget().name())
        .containsExactly("zulu");
  }

  private SettleResult cancel(ReservationId id) {
    return tx(tx -> tx.budgets().cancel(id));
  }

  private boolean remove(String name) {
    return tx(tx -> tx.budgets().remove(name));
  }

  private ReserveOutcome extend(ReservationId id, Amounts more) {
    return tx(tx -> tx.budgets().extend(id, more, tx.now().plus(StoreSamples.TTL)));
  }

  private static ReserveRequest with(ReserveRequest request, Amounts amounts) {
    return new ReserveRequest(request.id(), request.dimensions(), amounts, request.expiresAt());
  }
}

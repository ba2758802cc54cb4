// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static io.hermesx.core.testkit.StoreSamples.TTL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimensions;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.BudgetUnit;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.budget.ReserveOutcome;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.budget.SettleResult;
import io.hermesx.core.store.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What every ledger of budgets does while time goes by. */
public abstract class BudgetTimeContract extends BudgetSuite {

  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final Duration DAY = Duration.ofDays(1);

  /** Creates the suite. */
  protected BudgetTimeContract() {}

  @Test
  void hold_untilItsTimeIsOver_countsAndThenNot() {
    define(total("tenant", 10));
    reserved(TEN);
    advance(TTL.minus(TICK));
    exceeded(new Amounts(1, 0, 0));

    advance(TICK);

    assertState("tenant", 0, 0);
    reserved(TEN);
  }

  @Test
  void settle_afterItsTimeWasOver_isCommittedInFull() {
    define(total("tenant", 10));
    ReservationId late = reserved(TEN);
    advance(TTL);
    ReservationId next = reserved(TEN);

    assertThat(settle(late, TEN)).isEqualTo(SettleResult.SETTLED_LATE);
    assertState("tenant", 10, 10);
    assertThat(settle(late, TEN)).isEqualTo(SettleResult.ALREADY_CLOSED);

    settle(next, TEN);
    assertState("tenant", 20, 0);
  }

  @Test
  void extend_later_movesItsTime() {
    define(total("tenant", 10));
    ReservationId id = reserved(TEN);
    advance(TTL.minus(TICK));

    extend(id, Amounts.ZERO);

    advance(TTL.minus(TICK));
    assertState("tenant", 0, 10);
    advance(TICK);
    assertState("tenant", 0, 0);
  }

  @Test
  void extend_afterItsTimeWasOver_isRefused() {
    ReservationId id = reserved(TEN);
    advance(TTL);

    assertThatThrownBy(() -> extend(id, TEN)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void reserve_idWhoseTimeIsOver_isRefused() {
    ReserveRequest request = request(TEN);
    reserve(request);
    advance(TTL);
    ReserveRequest again =
        new ReserveRequest(request.id(), request.dimensions(), TEN, now().plus(TTL));

    assertThatThrownBy(() -> reserve(again)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void period_next_startsFromZero() {
    define(money("tenant", 10));
    settle(reserved(TEN), TEN);
    Instant today = state("tenant").periodStart();

    advance(DAY);

    assertState("tenant", 0, 0);
    assertThat(state("tenant").periodStart()).isEqualTo(today.plus(DAY));
    reserved(TEN);
  }

  @Test
  void settle_inTheNextPeriod_isChargedToItsOwn() {
    define(money("tenant", 10));
    ReservationId id = longReserved();
    advance(DAY);
    assertState("tenant", 0, 0);

    assertThat(settle(id, new Amounts(99, 0, 0))).isEqualTo(SettleResult.SETTLED);

    assertState("tenant", 0, 0);
    reserved(TEN);
  }

  @Test
  void extend_inTheNextPeriod_isHeldInItsOwn() {
    define(money("tenant", 15));
    ReservationId id = longReserved();
    advance(DAY);

    assertThat(extend(id, new Amounts(6, 0, 0))).isInstanceOf(ReserveOutcome.Exceeded.class);
    assertThat(extend(id, new Amounts(5, 0, 0))).isInstanceOf(ReserveOutcome.Granted.class);

    assertState("tenant", 0, 0);
  }

  @Test
  void period_ofAZone_beginsAtItsMidnight() {
    ZoneId colombo = ZoneId.of("Asia/Colombo");
    define(
        new Budget(
            "tenant", BudgetUnit.NANO_USD, 10, BudgetPeriod.DAY, colombo, Dimensions.none()));
    Instant start = state("tenant").periodStart();
    Instant next = start.atZone(colombo).plusDays(1).toInstant();
    settle(reserved(TEN), TEN);

    advance(Duration.between(now(), next).minus(TICK));
    assertState("tenant", 10, 0);
    advance(TICK);

    assertState("tenant", 0, 0);
    assertThat(state("tenant").periodStart()).isEqualTo(next);
  }

  @Test
  void total_yearsLater_isStillCounted() {
    define(total("tenant", 10));
    settle(reserved(TEN), TEN);

    advance(Duration.ofDays(4_000));

    assertState("tenant", 10, 0);
    exceeded(new Amounts(1, 0, 0));
  }

  @Test
  void sweeps_withinADay_keepWhatMakesSettlingIdempotent() {
    define(total("tenant", 100));
    ReservationId closed = reserved(TEN);
    settle(closed, TEN);
    ReservationId expired = reserved(TEN);
    advance(DAY);

    sweep();

    assertThat(settle(expired, TEN)).isEqualTo(SettleResult.SETTLED_LATE);
    assertState("tenant", 20, 0);
  }

  @Test
  void sweeps_beforeADayIsOver_keepWhatWasClosed() {
    define(total("tenant", 100));
    ReservationId closed = reserved(TEN);
    settle(closed, TEN);
    advance(DAY.minus(TICK));

    sweep();

    assertThat(settle(closed, TEN)).isEqualTo(SettleResult.ALREADY_CLOSED);
    assertState("tenant", 10, 0);
  }

  @Test
  void sweeps_longAfter_changeNoBudget() {
    define(total("tenant", 100));
    settle(reserved(TEN), TEN);
    reserved(TEN);
    ReservationId open = reserveUntil(now().plus(Duration.ofDays(30)));
    advance(Duration.ofDays(3));

    sweep();

    assertState("tenant", 10, 10);
    settle(open, TEN);
    assertState("tenant", 20, 0);
  }

  private ReservationId longReserved() {
    return reserveUntil(now().plus(Duration.ofDays(2)));
  }

  private ReservationId reserveUntil(Instant expiresAt) {
    ReserveRequest request =
        new ReserveRequest(request(TEN).id(), StoreSamples.DIMENSIONS, TEN, expiresAt);
    assertThat(reserve(request)).isInstanceOf(ReserveOutcome.Granted.class);
    return request.id();
  }

  private ReserveOutcome extend(ReservationId id, Amounts more) {
    return tx(tx -> tx.budgets().extend(id, more, tx.now().plus(TTL)));
  }

  private void sweep() {
    for (Sweep sweep : store().sweeps()) {
      while (sweep.run() > 0) {
        assertThat(sweep.name()).isNotEmpty();
      }
    }
  }

  private static Budget total(String name, long limit) {
    return new Budget(
        name, BudgetUnit.NANO_USD, limit, BudgetPeriod.TOTAL, ZoneOffset.UTC, Dimensions.none());
  }
}

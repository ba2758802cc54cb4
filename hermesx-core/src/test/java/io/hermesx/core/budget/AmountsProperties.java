// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimensions;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class AmountsProperties {

  private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);

  @Provide
  Arbitrary<Amounts> amounts() {
    Arbitrary<Long> amount = Arbitraries.longs().between(0, Long.MAX_VALUE);
    return Combinators.combine(amount, amount, amount).as(Amounts::new);
  }

  @Property
  void plus_addsEachUnitOrDoesNotFit(
      @ForAll("amounts") Amounts one, @ForAll("amounts") Amounts other) {
    boolean fits = true;
    for (BudgetUnit unit : BudgetUnit.values()) {
      fits &= sum(one, other, unit).compareTo(LONGEST) <= 0;
    }
    if (!fits) {
      assertThatThrownBy(() -> one.plus(other)).isInstanceOf(ArithmeticException.class);
      return;
    }
    for (BudgetUnit unit : BudgetUnit.values()) {
      assertThat(one.plus(other).of(unit)).isEqualTo(sum(one, other, unit).longValueExact());
    }
    assertThat(one.plus(other)).isEqualTo(other.plus(one));
  }

  @Property
  void available_isWhatIsLeftAndNeverNegative(
      @ForAll @LongRange(min = 0) long limit,
      @ForAll @LongRange(min = 0) long committed,
      @ForAll @LongRange(min = 0) long held) {
    BudgetState state =
        new BudgetState(
            Budget.usd("all", limit, BudgetPeriod.TOTAL), Instant.EPOCH, committed, held);
    BigInteger left =
        BigInteger.valueOf(limit)
            .subtract(BigInteger.valueOf(committed))
            .subtract(BigInteger.valueOf(held));

    assertThat(state.available()).isEqualTo(left.max(BigInteger.ZERO).longValueExact());
  }

  @Example
  void of_eachUnit_isItsOwnMember() {
    Amounts amounts = new Amounts(1, 2, 3);

    assertThat(amounts.of(BudgetUnit.NANO_USD)).isEqualTo(1);
    assertThat(amounts.of(BudgetUnit.TOKENS)).isEqualTo(2);
    assertThat(amounts.of(BudgetUnit.REQUESTS)).isEqualTo(3);
    assertThat(Amounts.call(9)).isEqualTo(new Amounts(9, 0, 1));
    assertThat(amounts.plus(Amounts.ZERO)).isEqualTo(amounts);
  }

  @Example
  void amounts_negative_areRefusedWithTheirRange() {
    assertThatThrownBy(() -> new Amounts(1, -2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("amounts are 1 nano-USD, -2 tokens, 3 requests, allowed: 0 or more");
    assertThatThrownBy(() -> new Amounts(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Amounts(0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void budget_outOfItsRanges_isRefusedByName() {
    assertThatThrownBy(() -> Budget.usd("all", -1, BudgetPeriod.DAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("budget all: the limit is -1, allowed: 0 or more");
    assertThatThrownBy(() -> Budget.usd("all of it", 1, BudgetPeriod.DAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("budget name has a character at index 3");
    assertThat(Budget.usd("all", 0, BudgetPeriod.DAY))
        .isEqualTo(
            new Budget(
                "all",
                BudgetUnit.NANO_USD,
                0,
                BudgetPeriod.DAY,
                ZoneOffset.UTC,
                Dimensions.none()));
  }

  private static BigInteger sum(Amounts one, Amounts other, BudgetUnit unit) {
    return BigInteger.valueOf(one.of(unit)).add(BigInteger.valueOf(other.of(unit)));
  }
}

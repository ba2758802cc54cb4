// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.model.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ModelPriceProperties {

  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  /** Prices in use, and any; many of them make exact halves. */
  @Provide
  Arbitrary<ModelPrice> prices() {
    Arbitrary<Long> price =
        Arbitraries.oneOf(
            Arbitraries.of(0L, 1L, 500_000L, 150_000_000L, 15_000_000_000L),
            Arbitraries.longs().between(0, 100_000_000_000L),
            Arbitraries.longs().between(0, Long.MAX_VALUE));
    return Combinators.combine(price, price, price).as(ModelPrice::new);
  }

  @Provide
  Arbitrary<TokenUsage> usages() {
    Arbitrary<Long> tokens =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 20),
            Arbitraries.longs().between(0, 10_000_000),
            Arbitraries.longs().between(0, Long.MAX_VALUE));
    return Combinators.combine(tokens, tokens, tokens).as(TokenUsage::new);
  }

  @Provide
  Arbitrary<TokenUsage> modestUsages() {
    Arbitrary<Long> tokens = Arbitraries.longs().between(0, 10_000_000);
    return Combinators.combine(tokens, tokens, tokens).as(TokenUsage::new);
  }

  @Provide
  Arbitrary<ModelPrice> modestPrices() {
    Arbitrary<Long> price =
        Arbitraries.oneOf(
            Arbitraries.of(0L, 1L, 500_000L), Arbitraries.longs().between(0, 100_000_000_000L));
    return Combinators.combine(price, price, price).as(ModelPrice::new);
  }

  @Property
  void cost_isTheExactCostRoundedHalfToEvenOrDoesNotFit(
      @ForAll("prices") ModelPrice price, @ForAll("usages") TokenUsage usage) {
    BigDecimal expected = exact(price, usage).setScale(0, RoundingMode.HALF_EVEN);
    if (expected.compareTo(LONGEST) > 0) {
      assertThatThrownBy(() -> price.cost(usage)).isInstanceOf(ArithmeticException.class);
    } else {
      assertThat(price.cost(usage)).isEqualTo(expected.longValueExact());
    }
  }

  @Property
  void ceiling_isTheExactCostRoundedUpOrDoesNotFit(
      @ForAll("prices") ModelPrice price, @ForAll("usages") TokenUsage usage) {
    BigDecimal expected = exact(price, usage).setScale(0, RoundingMode.CEILING);
    if (expected.compareTo(LONGEST) > 0) {
      assertThatThrownBy(() -> price.ceiling(usage)).isInstanceOf(ArithmeticException.class);
    } else {
      assertThat(price.ceiling(usage)).isEqualTo(expected.longValueExact());
    }
  }

  @Property
  void ceiling_isNeverBelowTheCostOfAsMuchOrLess(
      @ForAll("modestPrices") ModelPrice price, @ForAll("modestUsages") TokenUsage most) {
    TokenUsage less = new TokenUsage(most.input() / 2, most.cachedInput(), most.output() / 3);

    assertThat(price.ceiling(most)).isGreaterThanOrEqualTo(price.cost(most));
    assertThat(price.ceiling(most)).isGreaterThanOrEqualTo(price.cost(less));
  }

  @Property
  void cost_ofTwoCalls_differsFromThatOfBothTogetherByAtMostOne(
      @ForAll("modestPrices") ModelPrice price,
      @ForAll("modestUsages") TokenUsage one,
      @ForAll("modestUsages") TokenUsage other) {
    TokenUsage both =
        new TokenUsage(
            one.input() + other.input(),
            one.cachedInput() + other.cachedInput(),
            one.output() + other.output());

    assertThat(price.cost(both) - price.cost(one) - price.cost(other)).isBetween(-1L, 1L);
  }

  @Example
  void cost_exactHalves_goToTheEvenSide() {
    ModelPrice half = new ModelPrice(500_000, 0, 0);

    assertThat(half.cost(new TokenUsage(1, 0, 0))).isZero();
    assertThat(half.cost(new TokenUsage(3, 0, 0))).isEqualTo(2);
    assertThat(half.cost(new TokenUsage(5, 0, 0))).isEqualTo(2);
    assertThat(half.ceiling(new TokenUsage(1, 0, 0))).isEqualTo(1);
  }

  @Example
  void cost_fifteenCentsAMillion_isWorkedOutInNanoUsd() {
    ModelPrice price = new ModelPrice(150_000_000, 75_000_000, 600_000_000);

    assertThat(price.cost(new TokenUsage(1_000, 0, 0))).isEqualTo(150_000);
    assertThat(price.cost(new TokenUsage(0, 1_000, 0))).isEqualTo(75_000);
    assertThat(price.cost(new TokenUsage(0, 0, 1_000))).isEqualTo(600_000);
  }

  @Example
  void price_negative_isRefusedWithItsRange() {
    assertThatThrownBy(() -> new ModelPrice(1, -2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a model price is 1, -2, 3 nano-USD a million, allowed: 0 or more");
    assertThatThrownBy(() -> new ModelPrice(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ModelPrice(0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static BigDecimal exact(ModelPrice price, TokenUsage usage) {
    return times(price.input(), usage.input())
        .add(times(price.cachedInput(), usage.cachedInput()))
        .add(times(price.output(), usage.output()))
        .movePointLeft(6);
  }

  private static BigDecimal times(long price, long tokens) {
    return BigDecimal.valueOf(price).multiply(BigDecimal.valueOf(tokens));
  }
}

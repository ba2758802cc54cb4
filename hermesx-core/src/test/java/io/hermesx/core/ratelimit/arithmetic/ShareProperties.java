// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class ShareProperties {

  @Property(tries = 5_000)
  void division_isThatOfNumbersOfAnySize(
      @ForAll @LongRange(min = 0, max = (1L << 35) - 1) long count,
      @ForAll @LongRange(min = 0, max = (1L << 45) - 1) long rest,
      @ForAll @LongRange(min = 1_000, max = (1L << 45) - 1) long period) {
    long within = Math.min(rest, period);
    BigInteger[] exact =
        BigInteger.valueOf(count)
            .multiply(BigInteger.valueOf(within))
            .divideAndRemainder(BigInteger.valueOf(period));

    assertThat(Share.whole(count, within, period)).isEqualTo(exact[0].longValueExact());
    assertThat(Share.part(count, within, period)).isEqualTo(exact[1].longValueExact());
    assertThat(Share.roundedUp(count, within, period))
        .isEqualTo(exact[0].longValueExact() + exact[1].signum());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class InstantsProperties {

  private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);

  @Property
  void ofMicros_anyLong_comesBack(@ForAll long micros) {
    assertThat(Instants.toMicros(Instants.ofMicros(micros))).isEqualTo(micros);
  }

  @Property
  void toMicros_isFloorOfTheExactTime(
      @ForAll @LongRange(min = -9_000_000_000_000L, max = 9_000_000_000_000L) long seconds,
      @ForAll @IntRange(max = 999_999_999) int nanos) {
    BigInteger exact =
        BigInteger.valueOf(seconds).multiply(MICROS).add(BigInteger.valueOf(nanos / 1_000));

    assertThat(Instants.toMicros(Instant.ofEpochSecond(seconds, nanos)))
        .isEqualTo(exact.longValueExact());
  }

  @Property
  void truncate_isWhatIsLeftAfterHashingAndReadingBack(
      @ForAll @LongRange(min = -9_000_000_000L, max = 9_000_000_000L) long seconds,
      @ForAll @IntRange(max = 999_999_999) int nanos) {
    Instant instant = Instant.ofEpochSecond(seconds, nanos);
    Instant truncated = Instants.truncate(instant);

    assertThat(truncated).isEqualTo(Instants.ofMicros(Instants.toMicros(instant)));
    assertThat(Instants.truncate(truncated)).isEqualTo(truncated);
    assertThat(truncated).isBetween(instant.minusNanos(999), instant);
  }

  @Example
  void toMicros_justBeforeTheEpoch_isMinusOne() {
    assertThat(Instants.toMicros(Instant.EPOCH.minusNanos(1))).isEqualTo(-1);
    assertThat(Instants.toMicros(Instant.EPOCH.minusNanos(1_000))).isEqualTo(-1);
    assertThat(Instants.toMicros(Instant.EPOCH.minusNanos(1_001))).isEqualTo(-2);
    assertThat(Instants.ofMicros(-1)).isEqualTo(Instant.EPOCH.minusNanos(1_000));
  }

  @Example
  void toMicros_edgesOfTheLong_comeBackAndBeyondDoesNotWrap() {
    Instant least = Instants.ofMicros(Long.MIN_VALUE);
    Instant most = Instants.ofMicros(Long.MAX_VALUE);

    assertThat(Instants.toMicros(least)).isEqualTo(Long.MIN_VALUE);
    assertThat(Instants.toMicros(most)).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> Instants.toMicros(least.minusNanos(1)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Instants.toMicros(most.plusNanos(1_000)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Instants.toMicros(Instant.MAX))
        .isInstanceOf(ArithmeticException.class);
  }
}

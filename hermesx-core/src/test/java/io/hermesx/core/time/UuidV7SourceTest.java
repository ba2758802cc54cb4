// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.testkit.Contention;
import io.hermesx.core.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class UuidV7SourceTest {

  /** The example of RFC 9562, appendix A.6. */
  @Test
  void next_exampleOfTheRfc_isMet() {
    MutableClock clock = MutableClock.at(Instant.parse("2022-02-22T19:22:22Z"));
    RandomGenerator random = random(0xcc3, 0x18c4dc0c0c07398fL << 2);

    assertThat(IdSource.of(clock, random).next())
        .hasToString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  }

  @Test
  void next_anyRandomBits_leaveTimeVersionAndVariantAlone() {
    MutableClock clock = MutableClock.create();
    for (long bits : List.of(0L, -1L, 0x5555555555555555L, 0xaaaaaaaaaaaaaaaaL)) {
      UUID id = IdSource.of(clock, random((int) bits & 0xfff, bits)).next();

      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(clock.millis());
      assertThat(id.getMostSignificantBits() & 0xfff).isEqualTo(bits & 0xfff);
      assertThat(id.getLeastSignificantBits() & 0x3fffffffffffffffL).isEqualTo(bits >>> 2);
    }
  }

  @Test
  void next_aMillisecondLater_isLargerWhateverTheRandomBits() {
    MutableClock clock = MutableClock.create();
    String high = IdSource.of(clock, random(0xfff, -1)).next().toString();
    clock.advance(Duration.ofMillis(1));

    assertThat(IdSource.of(clock, random(0, 0)).next().toString()).isGreaterThan(high);
  }

  @Test
  void secure_manyThreadsInOneMillisecond_giveNoIdTwice() {
    IdSource ids = IdSource.secure(MutableClock.create());

    List<List<UUID>> made =
        Contention.run(
            8,
            thread ->
                () -> {
                  List<UUID> mine = new ArrayList<>();
                  for (int i = 0; i < 5_000; i++) {
                    mine.add(ids.next());
                  }
                  return mine;
                });

    Set<UUID> all = new HashSet<>();
    made.stream().flatMap(Collection::stream).forEach(all::add);
    assertThat(all).hasSize(40_000);
  }

  private static RandomGenerator random(int twelve, long sixtyFour) {
    return new RandomGenerator() {
      @Override
      public int nextInt(int bound) {
        assertThat(bound).isEqualTo(1 << 12);
        return twelve;
      }

      @Override
      public long nextLong() {
        return sixtyFour;
      }
    };
  }
}

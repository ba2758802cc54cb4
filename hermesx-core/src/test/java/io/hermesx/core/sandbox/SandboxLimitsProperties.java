// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SandboxLimitsProperties {

  private static final SandboxLimits STANDARD = SandboxLimits.STANDARD;

  @Provide
  Arbitrary<SandboxLimits> limits() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 86_400_000).map(Duration::ofMillis),
            Arbitraries.longs().between(1 << 20, 1L << 40),
            Arbitraries.integers().between(1, 100_000),
            Arbitraries.integers().between(1 << 10, 64 << 20))
        .as(SandboxLimits::new);
  }

  @Property
  void and_isNeverLooserThanEither(
      @ForAll("limits") SandboxLimits one, @ForAll("limits") SandboxLimits other) {
    SandboxLimits both = one.and(other);

    assertWithin(both, one);
    assertWithin(both, other);
    assertThat(both).isEqualTo(other.and(one));
    assertThat(both.and(one)).isEqualTo(both);
  }

  @Property
  void and_takesEachLimitFromOneOfThem(
      @ForAll("limits") SandboxLimits one, @ForAll("limits") SandboxLimits other) {
    SandboxLimits both = one.and(other);

    assertThat(both.wall()).isIn(one.wall(), other.wall());
    assertThat(both.memoryBytes()).isIn(one.memoryBytes(), other.memoryBytes());
    assertThat(both.processes()).isIn(one.processes(), other.processes());
    assertThat(both.outputBytes()).isIn(one.outputBytes(), other.outputBytes());
  }

  @Property
  void within_aRequest_onlyTightensItsLimits(
      @ForAll("limits") SandboxLimits asked, @ForAll("limits") SandboxLimits cap) {
    SandboxRequest request = SandboxRequest.of(Set.of(), "true").within(asked).within(cap);

    assertThat(request.limits()).isEqualTo(STANDARD.and(asked).and(cap));
  }

  @Property
  void withWall_changesTheWallAlone(@ForAll("limits") SandboxLimits limits) {
    Duration wall = Duration.ofSeconds(1);

    assertThat(limits.withWall(wall))
        .isEqualTo(
            new SandboxLimits(
                wall, limits.memoryBytes(), limits.processes(), limits.outputBytes()));
  }

  @Example
  void wall_outOfRange_isRefusedWithIt() {
    for (String wall : new String[] {"PT-1S", "PT0S", "PT0.000999999S", "PT24H0.000000001S"}) {
      Duration duration = Duration.parse(wall);

      assertThatThrownBy(() -> STANDARD.withWall(duration))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("sandbox limit wall is " + duration + ", allowed: 1 ms to 24 h");
    }
    assertThat(STANDARD.withWall(Duration.ofMillis(1)).wall()).isEqualTo(Duration.ofMillis(1));
    assertThat(STANDARD.withWall(Duration.ofHours(24)).wall()).isEqualTo(Duration.ofHours(24));
  }

  @Example
  void numbers_outOfRange_areRefusedByName() {
    assertRefused("memoryBytes", (1L << 20) - 1, 1, 1_024);
    assertRefused("memoryBytes", (1L << 40) + 1, 1, 1_024);
    assertRefused("processes", 1L << 20, 0, 1_024);
    assertRefused("processes", 1L << 20, 100_001, 1_024);
    assertRefused("outputBytes", 1L << 20, 1, 1_023);
    assertRefused("outputBytes", 1L << 20, 1, (64 << 20) + 1);
  }

  private static void assertRefused(String name, long memory, int processes, int output) {
    assertThatThrownBy(() -> new SandboxLimits(STANDARD.wall(), memory, processes, output))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("sandbox limit " + name + " is ")
        .hasMessageContaining(", allowed: ");
  }

  private static void assertWithin(SandboxLimits limits, SandboxLimits bound) {
    assertThat(limits.wall()).isLessThanOrEqualTo(bound.wall());
    assertThat(limits.memoryBytes()).isLessThanOrEqualTo(bound.memoryBytes());
    assertThat(limits.processes()).isLessThanOrEqualTo(bound.processes());
    assertThat(limits.outputBytes()).isLessThanOrEqualTo(bound.outputBytes());
  }
}

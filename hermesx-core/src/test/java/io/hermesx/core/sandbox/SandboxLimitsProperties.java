// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
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
    Arbitrary<Duration> time = Arbitraries.longs().between(1, 86_400_000).map(Duration::ofMillis);
    Arbitrary<Long> octets = Arbitraries.longs().between(1 << 20, 1L << 40);
    Arbitrary<Integer> number = Arbitraries.integers().between(16, 100_000);
    Arbitrary<Integer> kept = Arbitraries.integers().between(1 << 10, 64 << 20);
    return Combinators.combine(time, time, octets, octets, number, number, number, kept)
        .as(
            (wall, cpu, memory, disk, processes, files, openFiles, output) ->
                new SandboxLimits(
                    wall,
                    cpu,
                    memory,
                    processes,
                    disk,
                    files,
                    openFiles,
                    output,
                    Math.max(output, memory)));
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

    assertThat(limits.withWall(wall)).isEqualTo(limits.toBuilder().wall(wall).build());
    assertThat(limits.withWall(wall).withWall(limits.wall())).isEqualTo(limits);
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
    assertRefused("memoryBytes", builder -> builder.memoryBytes((1L << 20) - 1));
    assertRefused("memoryBytes", builder -> builder.memoryBytes((1L << 40) + 1));
    assertRefused("processes", builder -> builder.processes(0));
    assertRefused("processes", builder -> builder.processes(100_001));
    assertRefused("diskBytes", builder -> builder.diskBytes((4 << 10) - 1));
    assertRefused("diskBytes", builder -> builder.diskBytes((1L << 40) + 1));
    assertRefused("files", builder -> builder.files(15));
    assertRefused("files", builder -> builder.files(10_000_001));
    assertRefused("openFiles", builder -> builder.openFiles(15));
    assertRefused("openFiles", builder -> builder.openFiles(1_000_001));
    assertRefused("outputBytes", builder -> builder.outputBytes(1_023));
    assertRefused("outputBytes", builder -> builder.outputBytes((64 << 20) + 1));
    assertRefused("maxOutputBytes", builder -> builder.maxOutputBytes(51_199));
    assertRefused("maxOutputBytes", builder -> builder.maxOutputBytes((1L << 40) + 1));
    assertRefused("cpu", builder -> builder.cpu(Duration.ZERO));
  }

  @Example
  void builder_withoutALimit_namesAllThatAreMissing() {
    assertThatThrownBy(() -> SandboxLimits.builder().wall(STANDARD.wall()).files(20).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "sandbox limits without [cpu, memoryBytes, processes, diskBytes, openFiles,"
                + " outputBytes, maxOutputBytes]: set each of them, or begin with"
                + " SandboxLimits.STANDARD.toBuilder()");
  }

  private static void assertRefused(String name, UnaryOperator<SandboxLimitsBuilder> change) {
    assertThatThrownBy(() -> change.apply(STANDARD.toBuilder()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("sandbox limit " + name + " is ")
        .hasMessageContaining(", allowed: ");
  }

  private static void assertWithin(SandboxLimits limits, SandboxLimits bound) {
    assertThat(limits.wall()).isLessThanOrEqualTo(bound.wall());
    assertThat(limits.memoryBytes()).isLessThanOrEqualTo(bound.memoryBytes());
    assertThat(limits.processes()).isLessThanOrEqualTo(bound.processes());
    assertThat(limits.outputBytes()).isLessThanOrEqualTo(bound.outputBytes());
    assertThat(limits.cpu()).isLessThanOrEqualTo(bound.cpu());
    assertThat(limits.diskBytes()).isLessThanOrEqualTo(bound.diskBytes());
    assertThat(limits.files()).isLessThanOrEqualTo(bound.files());
    assertThat(limits.openFiles()).isLessThanOrEqualTo(bound.openFiles());
    assertThat(limits.maxOutputBytes()).isLessThanOrEqualTo(bound.maxOutputBytes());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.tool.ToolName;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LoopLimitsTest {

  private static final ToolName MAIL = new ToolName("mail");

  static Stream<Arguments> outOfRange() {
    return Stream.of(
        wrong("maxCalls is 0, allowed: 1 to 100000", b -> b.maxCalls(0)),
        wrong("maxTurns is 100001, allowed: 1 to 100000", b -> b.maxTurns(100_001)),
        wrong("maxTime is PT0.999S, allowed: PT1S to PT8784H", b -> b.maxTime(millis(999))),
        wrong("maxCallsOf mail is 0, allowed: 1 to 100000", b -> b.maxCallsOf(MAIL, 0)),
        wrong("sameFailure warn is 6, allowed: 1 to 5", b -> b.sameFailure(6, 5)),
        wrong("sameFailure stop is 65, allowed: 1 to 64", b -> b.sameFailure(2, 65)),
        wrong("toolFailures stop is 65, allowed: 1 to 64", b -> b.toolFailures(2, 65)),
        wrong("sameResult warn is 0, allowed: 1 to 5", b -> b.sameResult(0, 5)),
        wrong("cycleLaps stop is 17, allowed: 2 to 16", b -> b.cycleLaps(3, 17)),
        wrong("cycleLaps warn is 1, allowed: 2 to 5", b -> b.cycleLaps(1, 5)),
        wrong("sameDenials is 0, allowed: 1 to 64", b -> b.sameDenials(0)),
        wrong("turnsAfterHalt is -1, allowed: 0 to 100000", b -> b.turnsAfterHalt(-1)),
        wrong("idleTime is PT59.999S, allowed: PT1M to PT8784H", b -> b.idleTime(millis(59_999))),
        wrong("maxRuns is 0, allowed: 1 to 10000000", b -> b.maxRuns(0)),
        wrong("maxRunsPerTenant is 10000, allowed: 1 to 9999", b -> b.maxRuns(9_999)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outOfRange")
  void build_outOfRange_namesTheValueAndTheRange(
      String message, UnaryOperator<LoopLimits.Builder> change) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> change.apply(LoopLimits.builder()).build())
        .withMessage("loop limits: " + message);
  }

  @Test
  void toBuilder_keepsEverythingElse() {
    LoopLimits limits =
        LoopLimits.builder()
            .poller(MAIL)
            .failureTolerant(MAIL)
            .maxCallsOf(MAIL, 3)
            .maxTurns(7)
            .build()
            .toBuilder()
            .maxCalls(8)
            .build();

    assertThat(limits.polls(MAIL)).isTrue();
    assertThat(limits.mayFail(MAIL)).isTrue();
    assertThat(limits.maxCallsOf(MAIL)).isEqualTo(3);
    assertThat(limits.maxTurns()).isEqualTo(7);
    assertThat(limits.maxCalls()).isEqualTo(8);
  }

  @Test
  void build_isNotChangedByItsBuilderAfterwards() {
    LoopLimits.Builder builder = LoopLimits.builder().maxCallsOf(MAIL, 1);
    LoopLimits limits = builder.build();
    builder.maxCalls(1).maxCallsOf(MAIL, 2).poller(MAIL);

    assertThat(limits.maxCalls()).isEqualTo(50);
    assertThat(limits.maxCallsOf(MAIL)).isEqualTo(1);
    assertThat(limits.polls(MAIL)).isFalse();
  }

  private static Arguments wrong(String message, UnaryOperator<LoopLimits.Builder> change) {
    return Arguments.of(message, change);
  }

  private static Duration millis(long value) {
    return Duration.ofMillis(value);
  }
}

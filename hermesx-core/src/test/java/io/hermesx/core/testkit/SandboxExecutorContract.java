// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Sha256;
import io.hermesx.core.sandbox.CapturedOutput;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every executor that runs programs does, whatever it confines them with. What a guarantee
 * means is for the attack batteries of the executors.
 */
public abstract class SandboxExecutorContract extends SandboxRefusalContract {

  private static final SandboxOutcome CANCELLED = new SandboxOutcome.Cancelled();
  private static final SandboxOutcome DONE = new SandboxOutcome.Exited(0);

  /** Creates the suite. */
  protected SandboxExecutorContract() {}

  /** Returns a program that writes these texts to its two streams and exits with 0. */
  protected abstract SandboxRequest prints(String out, String err);

  /** Returns a program that copies its input to its standard output and exits with 0. */
  protected abstract SandboxRequest copiesItsInput();

  /** Returns a program that prints the value of a variable, or nothing, and exits with 0. */
  protected abstract SandboxRequest printsVariable(String name);

  /** Returns a program that writes so many octets to its standard output and exits with 0. */
  protected abstract SandboxRequest writes(int octets);

  /** Returns a program that never ends by itself. */
  protected abstract SandboxRequest neverEnds();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 127})
  final void start_programThatEnds_answersWithItsCode(int code) {
    SandboxResult result = await(executor().start(exits(code)));

    assertThat(result.outcome()).isEqualTo(new SandboxOutcome.Exited(code));
    assertThat(result.began()).isTrue();
    assertThat(executor().guarantees()).containsAll(result.held());
  }

  @Test
  final void start_everythingProvenRequired_isHeldWhileItRan() {
    Set<Guarantee> proven = executor().guarantees();

    SandboxResult result = await(executor().start(exits(0).requiring(proven)));

    assertThat(result.outcome()).isEqualTo(DONE);
    assertThat(result.held()).containsAll(proven);
  }

  @Test
  final void start_twoStreams_areKeptApart() {
    SandboxResult result = await(executor().start(prints("to out \u20ac", "to err \ud83d\ude00")));

    assertThat(result.out().text()).isEqualTo("to out \u20ac");
    assertThat(result.err().text()).isEqualTo("to err \ud83d\ude00");
  }

  @Test
  final void start_input_arrivesOctetByOctet() {
    byte[] input = new byte[1_000];
    for (int i = 0; i < input.length; i++) {
      input[i] = (byte) i;
    }
    SandboxRequest request = copiesItsInput().toBuilder().stdin(input).build();

    SandboxResult result = await(executor().start(request));

    assertThat(result.outcome()).isEqualTo(DONE);
    assertThat(joined(result.out())).isEqualTo(input);
  }

  @Test
  final void start_environment_isWhatTheRequestSaysAlone() {
    SandboxRequest asked = printsVariable("GIVEN");
    SandboxRequest given = asked.toBuilder().environment(Map.of("GIVEN", "a value=1")).build();

    assertThat(await(executor().start(given)).out().text().strip()).isEqualTo("a value=1");
    assertThat(await(executor().start(asked)).out().text().strip()).isEmpty();
  }

  @Test
  final void start_pastItsWallLimit_isEnded() {
    SandboxRequest request = neverEnds().within(wall(Duration.ofMillis(300)));

    assertThat(await(executor().start(request)).outcome()).isEqualTo(new SandboxOutcome.TimedOut());
  }

  @Test
  final void start_moreOutputThanIsKept_countsAllOfIt() {
    SandboxLimits tight = SandboxLimits.STANDARD.toBuilder().outputBytes(1_024).build();

    SandboxResult result = await(executor().start(writes(100_000).within(tight)));

    assertThat(result.outcome()).isEqualTo(DONE);
    assertThat(result.out().totalBytes()).isEqualTo(100_000);
    assertThat(result.out().digest()).isNotEqualTo(CapturedOutput.EMPTY.digest());
    assertThat(result.out().head().length + result.out().tail().length).isBetween(1, 1_024);
    assertThat(result.out().head()).isNotEmpty();
    assertThat(result.out().tail()).isNotEmpty();
  }

  @Test
  final void start_asMuchOutputAsIsKept_isKeptWhole() {
    SandboxLimits tight = SandboxLimits.STANDARD.toBuilder().outputBytes(1_024).build();

    SandboxResult result = await(executor().start(writes(1_024).within(tight)));

    assertThat(joined(result.out())).hasSize(1_024);
    assertThat(result.out().digest()).isEqualTo(Sha256.raw(joined(result.out())));
    assertThat(result.out().droppedBytes()).isZero();
  }

  @Test
  final void cancel_underWay_endsItWhateverTheNumber() {
    SandboxExecution execution = executor().start(neverEnds());
    execution.cancel();
    execution.cancel();

    assertThat(await(execution).outcome()).isEqualTo(CANCELLED);
    execution.cancel();
    assertThat(await(execution).outcome()).isEqualTo(CANCELLED);
  }

  @Test
  final void cancel_afterTheEnd_changesNothing() {
    SandboxExecution execution = executor().start(exits(3));
    SandboxResult result = await(execution);
    execution.cancel();

    assertThat(await(execution).outcome())
        .isEqualTo(result.outcome())
        .isEqualTo(new SandboxOutcome.Exited(3));
  }

  @Test
  final void cancel_one_leavesTheOthersAlone() {
    SandboxExecution first = executor().start(neverEnds());
    SandboxExecution second = executor().start(neverEnds());
    first.cancel();

    assertThat(await(first).outcome()).isEqualTo(CANCELLED);
    assertThat(second.result()).isNotDone();
    assertThat(await(executor().start(exits(0))).outcome()).isEqualTo(DONE);
    second.cancel();
    assertThat(await(second).outcome()).isEqualTo(CANCELLED);
  }

  @Test
  final void start_manyAtOnce_eachHasItsOwnAnswer() {
    List<String> answers =
        Contention.run(
            8,
            thread -> () -> await(executor().start(prints("mine is " + thread, ""))).out().text());

    assertThat(answers)
        .isEqualTo(IntStream.range(0, 8).mapToObj(thread -> "mine is " + thread).toList());
  }

  @Test
  final void result_completedByOneReader_isNotForgedForAnother() {
    SandboxExecution execution = executor().start(neverEnds());
    execution.result().complete(await(executor().start(exits(0))));
    execution.result().cancel(true);
    execution.cancel();

    assertThat(await(execution).outcome()).isEqualTo(CANCELLED);
  }

  @Test
  final void close_programUnderWay_isEndedAndItsResultArrives() {
    SandboxExecution execution = executor().start(neverEnds());
    executor().close();

    assertThat(await(execution).outcome()).isEqualTo(CANCELLED);
    execution.cancel();
  }

  @Test
  final void start_afterClose_isRefusedByAnException() {
    executor().close();

    assertThatThrownBy(() -> executor().start(exits(0))).isInstanceOf(IllegalStateException.class);
  }

  private static SandboxLimits wall(Duration wall) {
    return SandboxLimits.STANDARD.withWall(wall);
  }

  private static byte[] joined(CapturedOutput output) {
    byte[] all = new byte[output.head().length + output.tail().length];
    System.arraycopy(output.head(), 0, all, 0, output.head().length);
    System.arraycopy(output.tail(), 0, all, output.head().length, output.tail().length);
    return all;
  }
}

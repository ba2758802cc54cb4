// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.core.testkit.FunctionSandboxExecutor;
import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.testkit.SandboxProgramContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A choice of executors does what each of them does, by the fastest that may. */
class SelectingSandboxExecutorTest extends SandboxProgramContract {

  @Override
  protected SandboxExecutor open() {
    return SelectingSandboxExecutor.of(
        SandboxExecutor.refusing(), ProcessSandboxExecutor.builder().open());
  }

  @Override
  protected SandboxExecutor openNarrow() {
    return SelectingSandboxExecutor.of(
        ProcessSandboxExecutor.builder().maxConcurrent(1).maxWaiting(4).open());
  }

  private static final Set<Guarantee> LITTLE = Set.of(Guarantee.WALL_LIMIT);
  private static final Set<Guarantee> MUCH =
      Set.of(Guarantee.WALL_LIMIT, Guarantee.NET_NONE, Guarantee.FS_CONFINED);

  private final ManualTicker ticker = ManualTicker.create();

  private SandboxExecutor named(String name, long millis, Set<Guarantee> held) {
    return new FunctionSandboxExecutor(
        held,
        (request, streams) -> {
          ticker.advance(Duration.ofMillis(millis));
          streams.out().write(name.getBytes(StandardCharsets.UTF_8));
          return new SandboxOutcome.Exited(0);
        });
  }

  private SelectingSandboxExecutor choice() {
    return SelectingSandboxExecutor.of(
        ticker,
        List.of(
            named("slow and strong", 9, MUCH),
            named("fast and weak", 1, LITTLE),
            named("quick and strong", 5, MUCH)));
  }

  @Test
  void start_requirementsOfMany_takesTheFastestThatHoldsThem() {
    try (SelectingSandboxExecutor choice = choice()) {
      assertThat(ranBy(choice, Set.of())).isEqualTo("fast and weak");
      assertThat(ranBy(choice, LITTLE)).isEqualTo("fast and weak");
      assertThat(ranBy(choice, MUCH)).isEqualTo("quick and strong");
      assertThat(ranBy(choice, Set.of(Guarantee.NET_NONE))).isEqualTo("quick and strong");
    }
  }

  private static String ranBy(SandboxExecutor executor, Set<Guarantee> required) {
    return await(executor.start(SandboxRequest.of(required, "x"))).out().text();
  }

  @Test
  void start_whatNoneHolds_isRefusedByWhatTheBestLacks() {
    try (SelectingSandboxExecutor choice = choice()) {
      Set<Guarantee> asked = EnumSet.of(Guarantee.TREE_KILL);
      asked.addAll(MUCH);
      SandboxOutcome outcome = await(choice.start(SandboxRequest.of(asked, "x"))).outcome();

      assertThat(outcome)
          .isEqualTo(
              new SandboxOutcome.Refused(
                  Set.of(Guarantee.TREE_KILL), "choose an executor that holds it"));
    }
  }

  @Test
  void guarantees_areThoseThatOneOfThemHolds() {
    try (SelectingSandboxExecutor choice = choice()) {
      assertThat(choice.guarantees()).isEqualTo(MUCH);
    }
  }

  @Test
  void session_ofWhatIsRequired_runsOnTheFastestThatHoldsIt() {
    SandboxExecutor weak = SandboxExecutor.refusing();
    try (SandboxExecutor choice =
            SelectingSandboxExecutor.of(weak, ProcessSandboxExecutor.builder().open());
        SandboxSession session = choice.open(LITTLE, SandboxLimits.STANDARD)) {
      assertThat(await(session.start(exits(6))).outcome()).isEqualTo(new SandboxOutcome.Exited(6));
    }
  }

  @Test
  void of_noExecutor_isNotAllowed() {
    assertThatThrownBy(() -> SelectingSandboxExecutor.of())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("refusing()");
  }

  @Test
  void of_oneThatFails_closesAllOfThem() {
    Failing first = new Failing(false);
    Failing second = new Failing(true);

    assertThatThrownBy(() -> SelectingSandboxExecutor.of(first, second))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("start")
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed())
                    .singleElement()
                    .satisfies(close -> assertThat(close.getSuppressed()).hasSize(1)));
    assertThat(first.closed).isTrue();
    assertThat(second.closed).isTrue();
  }

  @Test
  void close_oneThatFails_closesTheOthers() {
    Failing first = new Failing(false);
    Failing second = new Failing(false);
    SelectingSandboxExecutor choice = SelectingSandboxExecutor.of(first, second);

    assertThatThrownBy(choice::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("close")
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
    assertThat(first.closed).isTrue();
    assertThat(second.closed).isTrue();
  }

  /** Refuses everything, and fails when it is closed, or when it is to start something too. */
  private static final class Failing implements SandboxExecutor {

    private final SandboxExecutor refusing = SandboxExecutor.refusing();
    private final boolean atStart;
    private boolean closed;

    Failing(boolean atStart) {
      this.atStart = atStart;
    }

    @Override
    public Set<Guarantee> guarantees() {
      return refusing.guarantees();
    }

    @Override
    public SandboxExecution start(SandboxRequest request, OutputSink sink) {
      if (atStart) {
        throw new IllegalStateException("start");
      }
      return refusing.start(request, sink);
    }

    @Override
    public SandboxSession open(Set<Guarantee> required, SandboxLimits limits) {
      return refusing.open(required, limits);
    }

    @Override
    public void close() {
      closed = true;
      throw new IllegalStateException("close");
    }
  }
}

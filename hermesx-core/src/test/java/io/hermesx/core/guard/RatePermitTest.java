// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static io.hermesx.core.guard.GuardFixture.MODEL;
import static io.hermesx.core.guard.GuardFixture.alice;
import static io.hermesx.core.guard.GuardFixture.as;
import static io.hermesx.core.guard.GuardFixture.call;
import static io.hermesx.core.guard.GuardFixture.denialCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.guard.FaultyStore.Fault;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.FinishReason;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelClient;
import io.hermesx.core.model.ModelException;
import io.hermesx.core.model.ModelFailure;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.model.TextSink;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.policy.PolicyEffect;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.core.tool.SandboxedTool;
import io.hermesx.core.tool.ToolHandler;
import io.hermesx.core.tool.ToolIndeterminateException;
import io.hermesx.core.tool.ToolResult;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a call took from the limiter, over everything that can become of it: taken once and released
 * once where it ran, given back once where it did not, and never a slot left.
 */
class RatePermitTest {

  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Set<Stage> BEFORE_THE_LIMITER = EnumSet.range(Stage.RESOLVE, Stage.RATE);
  private static final Set<Stage> AFTER_EXECUTION = EnumSet.of(Stage.SCAN_OUTPUT, Stage.CLOSE);

  private final CountedLimiter limiter = new CountedLimiter();
  private final AtomicReference<Consumer<Stage>> probe = new AtomicReference<>(stage -> {});
  private final GuardFixture fixture = GuardFixture.create();

  @BeforeEach
  void build() {
    fixture.builder.probe(stage -> probe.get().accept(stage)).rateLimiter(limiter);
    fixture.rebuilt();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** How a tool may end, which has run in each case. */
  private static Map<String, ToolHandler> toolEnds() {
    return Map.of(
        "answers",
        call -> ToolResult.of("done"),
        "reports an error",
        call -> ToolResult.failed("no such order"),
        "does not know",
        call -> {
          throw new ToolIndeterminateException("the connection broke", new IOException());
        },
        "throws",
        call -> {
          throw new IOException("the test");
        },
        "overflows",
        call -> {
          throw new StackOverflowError();
        },
        "is interrupted",
        call -> {
          Thread.currentThread().interrupt();
          throw new InterruptedException();
        },
        "leaves its thread interrupted",
        call -> {
          Thread.currentThread().interrupt();
          return ToolResult.of("done");
        },
        "runs past its deadline",
        call -> {
          new CountDownLatch(1).await();
          return ToolResult.of("never");
        });
  }

  static Set<String> toolEndNames() {
    return toolEnds().keySet();
  }

  @ParameterizedTest
  @MethodSource("toolEndNames")
  void tool_thatRan_isTakenOnceAndItsSlotFreed(String end) {
    fixture.builder.toolDeadline(SHORT);
    fixture.rebuilt();
    fixture.behaviour.set(toolEnds().get(end));

    ToolOutcome unused = fixture.invoke("c-1");

    boolean interrupted = Thread.interrupted();
    assertRan();
    assertThat(limiter.interrupted).as("freed with the interrupt put aside").hasValue(0);
    assertThat(interrupted).isEqualTo(end.contains("interrupted"));
  }

  @Test
  void tool_thatEndsWithAnErrorNobodyCatches_freesItsSlot() {
    fixture.behaviour.set(
        call -> {
          throw new OutOfMemoryError("the test");
        });

    assertThatThrownBy(() -> fixture.invoke("c-1")).isInstanceOf(OutOfMemoryError.class);

    assertRan();
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void tool_exceptionAtAStage_leavesNoSlot(Stage stage) {
    brokenAt(stage, new IllegalStateException("the test broke " + stage));

    ToolOutcome unused = fixture.invoke("c-1");

    assertEnded(stage);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void tool_errorAtAStage_leavesNoSlot(Stage stage) {
    brokenAt(stage, new OutOfMemoryError("the test broke " + stage));

    assertThatThrownBy(() -> fixture.invoke("c-1")).isInstanceOf(OutOfMemoryError.class);

    assertEnded(stage);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void model_errorAtAStage_leavesNoSlot(Stage stage) {
    brokenAt(stage, new OutOfMemoryError("the test broke " + stage));
    try {
      ModelOutcome unused = chat(answering());
    } catch (OutOfMemoryError e) {
      assertThat(e).hasMessageContaining(stage.name());
    }

    assertThat(limiter.slotsHeld()).isZero();
    assertThat(limiter.taken.get()).isEqualTo(limiter.released.get() + limiter.refunded.get());
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"BEFORE_BEGIN", "BEFORE_COMMIT", "AFTER_COMMIT"})
  void storeAwayAtTheOpening_givesBack(Fault fault) {
    probe.set(stage -> fixture.store.fail(stage == Stage.OPEN ? fault : Fault.NONE));

    assertThat(denialCode(fixture.invoke("c-1"))).isEqualTo(DenialCode.UNAVAILABLE);

    assertDidNotRun();
  }

  @Test
  void storeAwayAtTheClosing_freesTheSlotBeforeItIsBack() {
    probe.set(stage -> fixture.store.fail(stage == Stage.CLOSE ? Fault.BEFORE_BEGIN : Fault.NONE));

    ToolOutcome unused = fixture.invoke("c-1");

    assertRan();
    fixture.store.fail(Fault.NONE);
    fixture.guard.sweeps().forEach(sweep -> sweep.run());
    assertRan();
  }

  @Test
  void overBudget_givesBack() {
    fixture.budget(GuardFixture.TOOL_PRICE - 1);

    assertThat(denialCode(fixture.invoke("c-1"))).isEqualTo(DenialCode.OVER_BUDGET);

    assertDidNotRun();
  }

  @Test
  void openedByAnotherInTheMeantime_givesBack() {
    AtomicReference<Stage> once = new AtomicReference<>(Stage.RATE);
    probe.set(
        stage -> {
          if (once.compareAndSet(stage, null)) {
            ToolOutcome unused = fixture.invoke("c-1");
          }
        });

    assertThat(fixture.invoke("c-1")).isInstanceOf(ToolOutcome.Executed.class);

    assertThat(fixture.ran).hasValue(1);
    assertThat(limiter.taken).hasValue(2);
    assertThat(limiter.refunded).hasValue(1);
    assertThat(limiter.tokensUsed()).isEqualTo(1);
    assertThat(limiter.slotsHeld()).isZero();
  }

  @Test
  void suspendedDeniedOrRepeated_takesNothing() {
    fixture.policySays(PolicyEffect.REQUIRE_APPROVAL);
    assertThat(fixture.invoke("c-1")).isInstanceOf(ToolOutcome.Suspended.class);
    fixture.policySays(PolicyEffect.DENY);
    assertThat(fixture.invoke("c-2")).isInstanceOf(ToolOutcome.Denied.class);
    assertThat(limiter.taken).hasValue(0);

    fixture.policySays(PolicyEffect.ALLOW);
    assertThat(fixture.invoke("c-3")).isEqualTo(fixture.invoke("c-3"));
    assertRan();
  }

  @Test
  void guardClosedBeforeTheToolBegins_givesBack() {
    probe.set(
        stage -> {
          if (stage == Stage.EXECUTE) {
            fixture.guard.close();
          }
        });

    assertThat(denialCode(fixture.invoke("c-1"))).isEqualTo(DenialCode.UNAVAILABLE);

    assertDidNotRun();
  }

  @Test
  void executor_toolThatRunsOn_holdsItsSlotUntilItReallyEnds() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    fixture.builder.toolExecutor(executor).toolDeadline(SHORT);
    fixture.rebuilt();
    fixture.behaviour.set(
        call -> {
          begun.countDown();
          awaitWhateverHappens(end);
          return ToolResult.of("late");
        });

    ToolOutcome outcome = fixture.invoke("c-1");
    begun.await();

    assertThat(outcome).isInstanceOf(ToolOutcome.Indeterminate.class);
    assertThat(limiter.slotsHeld()).isEqualTo(1);
    end.countDown();
    executor.shutdown();
    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertRan();
  }

  @Test
  void executor_callThatNeverBegan_givesBack() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    CountDownLatch busy = new CountDownLatch(1);
    executor.execute(() -> awaitWhateverHappens(busy));
    fixture.builder.toolExecutor(executor).toolDeadline(SHORT);
    fixture.rebuilt();

    assertThat(denialCode(fixture.invoke("c-1"))).isEqualTo(DenialCode.UNAVAILABLE);

    assertDidNotRun();
    busy.countDown();
    executor.shutdown();
    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertDidNotRun();
  }

  @Test
  void executor_thatIsClosed_givesBack() {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    executor.shutdown();
    fixture.builder.toolExecutor(executor);
    fixture.rebuilt();

    assertThat(denialCode(fixture.invoke("c-1"))).isEqualTo(DenialCode.UNAVAILABLE);

    assertDidNotRun();
  }

  @Test
  void sandbox_programThatOutlivesItsDeadline_holdsItsSlotUntilItIsGone() {
    CompletableFuture<SandboxResult> result = new CompletableFuture<>();
    fixture.builder.toolDeadline(SHORT);

    Thread.currentThread().interrupt();
    ToolOutcome outcome = sandboxed(result);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome).isInstanceOf(ToolOutcome.Indeterminate.class);
    assertThat(limiter.slotsHeld()).isEqualTo(1);
    result.complete(result(new SandboxOutcome.Cancelled()));
    assertRan();
  }

  @Test
  void sandbox_programThatEnded_isReleasedAndOneThatWasRefusedGivenBack() {
    ToolOutcome unused =
        sandboxed(CompletableFuture.completedFuture(result(new SandboxOutcome.Exited(0))));
    assertRan();

    ToolOutcome refused =
        sandboxed(
            CompletableFuture.completedFuture(
                result(new SandboxOutcome.Refused(Set.of(), "the test refuses"))),
            "c-2");

    assertThat(denialCode(refused)).isEqualTo(DenialCode.SANDBOX_REFUSED);
    assertThat(limiter.tokensUsed()).isEqualTo(1);
    assertThat(limiter.slotsHeld()).isZero();
    assertThat(limiter.refunded).hasValue(1);
  }

  @Test
  void model_answered_isTakenOnceAndItsSlotFreed() {
    assertThat(chat(answering())).isInstanceOf(ModelOutcome.Answered.class);

    assertRan();
  }

  @ParameterizedTest
  @EnumSource(ModelFailure.class)
  void model_thatFailed_isTakenOnceAndItsSlotFreed(ModelFailure failure) {
    ModelOutcome outcome =
        chat(
            (request, deadline) -> {
              throw new ModelException(failure, TokenUsage.ZERO, "the test", new IOException());
            });

    assertThat(outcome).isInstanceOf(ModelOutcome.Failed.class);
    assertRan();
  }

  @Test
  void model_thatEndsWithAnErrorNobodyCatches_freesItsSlot() {
    assertThatThrownBy(
            () ->
                chat(
                    (request, deadline) -> {
                      throw new OutOfMemoryError("the test");
                    }))
        .isInstanceOf(OutOfMemoryError.class);

    assertRan();
  }

  @Test
  void model_guardClosedBeforeItIsAsked_givesBack() {
    probe.set(
        stage -> {
          if (stage == Stage.EXECUTE) {
            fixture.guard.close();
          }
        });

    assertThat(chat(answering())).isInstanceOf(ModelOutcome.Failed.class);

    assertDidNotRun();
  }

  @Test
  void stream_toItsEnd_holdsItsSlotWhileItIsReadAndFreesIt() {
    AtomicReference<Long> held = new AtomicReference<>();

    ModelOutcome outcome = stream(text -> held.set(limiter.slotsHeld()));

    assertThat(outcome).isInstanceOf(ModelOutcome.Answered.class);
    assertThat(held).hasValue(1L);
    assertRan();
  }

  @Test
  void stream_whoseReaderIsGone_freesItsSlot() {
    ModelOutcome outcome =
        stream(
            text -> {
              throw new IllegalStateException("the reader is gone");
            });

    assertThat(outcome).isInstanceOf(ModelOutcome.Failed.class);
    assertRan();
  }

  @Test
  void limiterThatCannotRelease_changesNoOutcome() {
    limiter.breakDown();

    assertThat(fixture.invoke("c-1")).isInstanceOf(ToolOutcome.Executed.class);
    assertThat(chat(answering())).isInstanceOf(ModelOutcome.Answered.class);
    assertThat(limiter.released).hasValue(2);
  }

  @Test
  void limiterThatCannotRefund_changesNoOutcome() {
    fixture.budget(GuardFixture.TOOL_PRICE - 1);
    limiter.breakDown();

    assertThat(denialCode(fixture.invoke("c-1"))).isEqualTo(DenialCode.OVER_BUDGET);
    assertThat(limiter.refunded).hasValue(1);
  }

  private void assertRan() {
    assertThat(limiter.taken).hasValue(1);
    assertThat(limiter.released).hasValue(1);
    assertThat(limiter.refunded).hasValue(0);
    assertThat(limiter.tokensUsed()).isEqualTo(1);
    assertThat(limiter.slotsHeld()).isZero();
  }

  private void assertDidNotRun() {
    assertThat(limiter.taken).hasValue(1);
    assertThat(limiter.released).hasValue(0);
    assertThat(limiter.refunded).hasValue(1);
    assertThat(limiter.tokensUsed()).isZero();
    assertThat(limiter.slotsHeld()).isZero();
  }

  private void assertEnded(Stage stage) {
    if (BEFORE_THE_LIMITER.contains(stage)) {
      assertThat(limiter.taken).hasValue(0);
    } else if (AFTER_EXECUTION.contains(stage)) {
      assertRan();
    } else {
      assertDidNotRun();
    }
  }

  private void brokenAt(Stage at, Throwable failure) {
    probe.set(
        stage -> {
          if (stage == at && failure instanceof RuntimeException e) {
            throw e;
          }
          if (stage == at && failure instanceof Error e) {
            throw e;
          }
        });
  }

  private ToolOutcome sandboxed(CompletableFuture<SandboxResult> result) {
    return sandboxed(result, "c-1");
  }

  private ToolOutcome sandboxed(CompletableFuture<SandboxResult> result, String id) {
    fixture.builder.sandbox(new OneResult(result));
    fixture.rebuilt();
    SandboxedTool tool =
        new SandboxedTool(
            fixture.refund.definition(), arguments -> SandboxRequest.of(Set.of(), "pay"));
    return fixture.guard.invoke(as(alice()), call(id), tool);
  }

  private static SandboxResult result(SandboxOutcome outcome) {
    return SandboxResult.notRun(outcome);
  }

  private ModelOutcome chat(ModelClient client) {
    return fixture.guard.chat(as(alice()), request(), client);
  }

  private ModelOutcome stream(TextSink sink) {
    return fixture.guard.stream(as(alice()), request(), answering(), sink);
  }

  private static ModelRequest request() {
    return ModelRequest.of("m-1", MODEL, ChatMessage.user("What is up?"));
  }

  private static ModelClient answering() {
    return (request, deadline) -> answer("hello");
  }

  private static ModelAnswer answer(String text) {
    return new ModelAnswer(
        text, List.of(), FinishReason.STOP, new TokenUsage(10, 0, 20), "large-2026");
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    boolean open = false;
    while (!open) {
      try {
        latch.await();
        open = true;
      } catch (InterruptedException e) {
        open = false;
      }
    }
  }

  /** A sandbox that answers with one result, when that is there. */
  private record OneResult(CompletableFuture<SandboxResult> result)
      implements SandboxExecutor, SandboxExecution {

    @Override
    public Set<Guarantee> guarantees() {
      return Set.of();
    }

    @Override
    public SandboxExecution start(SandboxRequest request, OutputSink sink) {
      return this;
    }

    @Override
    public SandboxSession open(Set<Guarantee> required, SandboxLimits limits) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }
}

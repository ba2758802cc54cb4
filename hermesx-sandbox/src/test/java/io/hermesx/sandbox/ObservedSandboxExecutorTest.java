// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.core.testkit.FunctionSandboxExecutor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ObservedSandboxExecutorTest {

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<ObservedRun> told = new CopyOnWriteArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private final SandboxListener listener =
      executor -> {
        asked.add(executor + " on " + Thread.currentThread().getName());
        return told::add;
      };
  private final SandboxExecutor executor = observed(listener);

  private SandboxExecutor observed(SandboxListener whom) {
    return ObservedSandboxExecutor.of(
        ProcessSandboxExecutor.builder().maxConcurrent(1).open(), "process", whom, now::get);
  }

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void program_isToldBeforeItsResultIsThere() {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    SandboxRequest request = SandboxRequest.of(Set.of(), "sh", "-c", "echo out; echo err >&2");
    SandboxResult result =
        executor
            .start(request, (stream, piece) -> seen.writeBytes(piece))
            .result()
            .thenApply(
                there -> {
                  assertThat(told).hasSize(1);
                  return there;
                })
            .join();

    assertThat(asked).containsExactly("process on " + Thread.currentThread().getName());
    assertThat(told)
        .singleElement()
        .satisfies(run -> assertThat(run.outcome()).isEqualTo(new SandboxOutcome.Exited(0)))
        .satisfies(run -> assertThat(run.executor()).isEqualTo("process"))
        .satisfies(run -> assertThat(run.began()).isTrue())
        .satisfies(run -> assertThat(run.waited()).isZero())
        .satisfies(run -> assertThat(run.outputBytes()).isEqualTo(8))
        .satisfies(run -> assertThat(run.usage()).isEqualTo(result.usage()));
    assertThat(seen.toString(StandardCharsets.UTF_8)).contains("out\n", "err\n");
  }

  @Test
  void programThatWaits_isToldHowLong() throws Exception {
    CompletableFuture<Void> runs = new CompletableFuture<>();
    SandboxExecution first =
        executor.start(
            SandboxRequest.of(Set.of(), "sh", "-c", "echo on; exec sleep 1000"),
            (stream, piece) -> runs.complete(null));
    runs.get(30, TimeUnit.SECONDS);
    SandboxExecution second = executor.start(SandboxRequest.of(Set.of(), "true"));
    now.set(Duration.ofSeconds(5).toNanos());
    first.cancel();
    SandboxResult unused = second.result().join();

    assertThat(told)
        .filteredOn(run -> run.outcome().equals(new SandboxOutcome.Exited(0)))
        .singleElement()
        .satisfies(run -> assertThat(run.waited()).isEqualTo(Duration.ofSeconds(5)));
    assertThat(told)
        .filteredOn(run -> run.outcome().equals(new SandboxOutcome.Cancelled()))
        .singleElement()
        .satisfies(run -> assertThat(run.began()).isTrue());
  }

  @Test
  void programThatIsRefused_isTold_andDidNotBegin() {
    SandboxResult unused =
        executor.start(SandboxRequest.of(Set.of(Guarantee.NET_NONE), "true")).result().join();

    assertThat(told)
        .singleElement()
        .satisfies(run -> assertThat(run.outcome()).isInstanceOf(SandboxOutcome.Refused.class))
        .satisfies(run -> assertThat(run.began()).isFalse());
  }

  @Test
  void programOfASession_isTold() {
    try (SandboxSession session = executor.open(Set.of(), SandboxLimits.STANDARD)) {
      SandboxResult unused =
          session.start(SandboxRequest.of(Set.of(), "true"), OutputSink.none()).result().join();
    }
    assertThat(told).hasSize(1);
  }

  @Test
  void executorThatIsClosed_isToldAsAFault_andStillThrows() {
    executor.close();
    assertThatThrownBy(() -> executor.start(SandboxRequest.of(Set.of(), "true")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(told)
        .singleElement()
        .satisfies(run -> assertThat(run.outcome()).isInstanceOf(SandboxOutcome.Faulted.class));
  }

  @Test
  void executorThatTellsNoBeginning_waitedIsWhatTheUsageLacks() {
    try (FunctionSandboxExecutor functions =
            new FunctionSandboxExecutor(
                Set.of(),
                (request, streams) -> {
                  now.addAndGet(Duration.ofHours(1).toNanos());
                  return new SandboxOutcome.Exited(0);
                });
        SandboxExecutor foreign =
            ObservedSandboxExecutor.of(functions, "functions", listener, now::get)) {
      SandboxResult result = foreign.start(SandboxRequest.of(Set.of(), "any")).result().join();

      assertThat(told).hasSize(1);
      assertThat(told.get(0).waited()).isEqualTo(Duration.ofHours(1).minus(result.usage().wall()));
      assertThat(told.get(0).ended()).isZero();
    }
  }

  @Test
  void listenerThatThrows_hurtsNobody() {
    SandboxListener atTheBeginning =
        executor -> {
          throw new IllegalStateException("the listener's fault");
        };
    SandboxListener atTheEnd =
        executor ->
            run -> {
              throw new AssertionError("the listener's fault");
            };
    try (SandboxExecutor tortured = observed(atTheBeginning.and(atTheEnd).and(listener))) {
      assertThat(tortured.start(SandboxRequest.of(Set.of(), "true")).result().join().outcome())
          .isEqualTo(new SandboxOutcome.Exited(0));
    }
    assertThat(told).hasSize(1);
  }

  @Test
  void resultOfAnExecution_isACopy() {
    SandboxExecution execution = executor.start(SandboxRequest.of(Set.of(), "true"));
    assertThat(execution.result().completeExceptionally(new IllegalStateException())).isTrue();
    assertThat(execution.result().join().outcome()).isEqualTo(new SandboxOutcome.Exited(0));
  }

  @Test
  void name_thatIsNone_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ObservedSandboxExecutor.of(executor, "", listener))
        .withMessageContaining("1 to 64 of a-z 0-9 . _ -");
  }
}

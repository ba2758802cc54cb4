// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.time.Ticker;
import io.hermesx.sandbox.process.ProcessBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whose threads an engine's programs are started on, and that none of its own is left at its end.
 */
class EngineThreadsTest {

  private static final EngineSettings FOUR = new EngineSettings(4, 4, 10, Ticker.system());
  private static final SandboxOutcome DONE = new SandboxOutcome.Exited(0);
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir private Path temporary;

  private static SandboxRequest script(String script, String word) {
    return SandboxRequest.builder("/bin/sh", "-c", script, word).build();
  }

  private static SandboxOutcome await(SandboxExecution execution) throws Exception {
    return execution.result().get(30, TimeUnit.SECONDS).outcome();
  }

  private static Set<Thread> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("hermesx-sandbox-process"))
        .collect(Collectors.toSet());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void start_slow_holdsNoOtherStartUp() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    Interference slow =
        (step, argv) -> {
          if (step == Step.LAUNCH && Arrays.asList(argv).contains("slow")) {
            await(released);
          }
        };
    try (Engine engine =
        Engine.open(new DisturbedBackend(ProcessBackend.in(temporary), slow, false), FOUR)) {
      SandboxExecution waits = engine.start(script("exit 0", "slow"), OutputSink.none());
      assertThat(await(engine.start(script("exit 0", "quick"), OutputSink.none()))).isEqualTo(DONE);
      assertThat(waits.result()).isNotDone();
      released.countDown();

      assertThat(await(waits)).isEqualTo(DONE);
    }
  }

  @Test
  void kill_slow_isNotBegunAnewOnMoreAndMoreThreads() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Interference slow =
        (step, argv) -> {
          if (step == Step.KILL) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
            now.decrementAndGet();
          }
        };
    try (Engine engine =
        Engine.open(new DisturbedBackend(ProcessBackend.in(temporary), slow, false), FOUR)) {
      SandboxExecution sleeps = engine.start(script("sleep 1000", "sleeps"), OutputSink.none());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      sleeps.cancel();

      assertThat(await(sleeps)).isEqualTo(new SandboxOutcome.Cancelled());
    }
    // Whoever ends it, and whoever does so again.
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void close_afterManyPrograms_leavesNoThreadOfOurs() throws Exception {
    Set<Thread> before = ours();
    Engine engine = Engine.open(ProcessBackend.in(temporary), FOUR);
    for (SandboxExecution each :
        IntStream.range(0, 12)
            .mapToObj(i -> engine.start(script("exit 0", "many"), OutputSink.none()))
            .toList()) {
      assertThat(await(each)).isEqualTo(DONE);
    }
    // The spawner, the watcher, and workers that would idle for seconds.
    assertThat(ours()).hasSizeGreaterThan(before.size() + 2);
    engine.close();

    assertThat(ours()).isSubsetOf(before);
  }

  @Test
  void close_whileAThreadOfOursIsBusy_waitsForIt() throws Exception {
    Engine engine = Engine.open(ProcessBackend.in(temporary), FOUR);
    CountDownLatch released = new CountDownLatch(1);
    engine.host().execute(() -> await(released));
    Thread closer = new Thread(engine::close);
    closer.start();
    while (closer.isAlive() && !isIn(closer, "awaitEnd")) {
      LockSupport.parkNanos(1_000_000);
    }
    boolean waits = closer.isAlive();
    released.countDown();
    closer.join(30_000);

    assertThat(waits).isTrue();
    assertThat(closer.isAlive()).isFalse();
  }

  private static boolean isIn(Thread thread, String method) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals(method));
  }

  @Test
  void close_onAThreadOfOurs_doesNotWaitForItself() throws Exception {
    Engine engine = Engine.open(ProcessBackend.in(temporary), FOUR);
    SandboxExecution sleeps = engine.start(script("sleep 1000", "sleeps"), OutputSink.none());
    CompletableFuture<Set<Thread>> left = new CompletableFuture<>();
    CompletableFuture<Void> closing =
        sleeps
            .result()
            .thenRun(
                () -> {
                  engine.close();
                  left.complete(ours());
                });
    Set<Thread> before = ours();
    sleeps.cancel();

    closing.get(30, TimeUnit.SECONDS);
    assertThat(before).containsAll(left.join());
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void threads_oneOfThemWaitsForAll_doesNotWaitForItself() throws Exception {
    Threads threads = new Threads("test");
    CompletableFuture<Boolean> waited = new CompletableFuture<>();
    threads
        .make(
            () -> {
              threads.awaitEnd(LONG, Ticker.system());
              waited.complete(true);
            },
            "asks")
        .start();

    assertThat(waited.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void threads_oneIsHeldUp_isNotWaitedForWithoutEnd() throws Exception {
    Threads threads = new Threads("test");
    CountDownLatch released = new CountDownLatch(1);
    Thread held = threads.make(() -> await(released), "held");
    held.start();
    Thread.currentThread().interrupt();
    threads.awaitEnd(Duration.ofMillis(20), Ticker.system());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(held.isAlive()).isTrue();
    released.countDown();
    threads.awaitEnd(LONG, Ticker.system());
    assertThat(held.isAlive()).isFalse();
  }
}

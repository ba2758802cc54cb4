// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.core.time.Ticker;
import io.hermesx.sandbox.process.ProcessBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the back end throws, and wherever: no hang, no limit gone, nothing left. */
class EngineFaultTest {

  private static final String VICTIM = "victim-" + ProcessHandle.current().pid();
  private static final SandboxOutcome DONE = new SandboxOutcome.Exited(0);
  private static final SandboxRequest NEXT = script("exit 0", "next");

  @TempDir private Path temporary;
  private final Handler handler = new Handler();
  private final Error thrown = new OutOfMemoryError("thrown by the test");

  @AfterEach
  void restoreHandler() {
    handler.close();
  }

  /** Whether programs are started on the spawner thread. */
  boolean needsLastingThread() {
    return false;
  }

  private Engine engine(int places, Interference interference) throws IOException {
    return engine(new EngineSettings(places, places, 10, Ticker.system()), interference);
  }

  private Engine engine(EngineSettings settings, Interference interference) throws IOException {
    return Engine.open(backend(interference, needsLastingThread()), settings);
  }

  private Backend backend(Interference interference, boolean onSpawner) throws IOException {
    return new DisturbedBackend(ProcessBackend.in(temporary), interference, onSpawner);
  }

  private static SandboxRequest script(String script, String word) {
    return SandboxRequest.builder("/bin/sh", "-c", script, word).build();
  }

  private static SandboxRequest wall(SandboxRequest request, int millis) {
    return request.within(SandboxLimits.STANDARD.withWall(Duration.ofMillis(millis)));
  }

  private static SandboxResult await(SandboxExecution execution) throws Exception {
    return execution.result().get(30, TimeUnit.SECONDS);
  }

  private static void assertFault(SandboxResult result, String what) {
    assertThat(result.outcome()).isInstanceOf(SandboxOutcome.Faulted.class);
    assertThat(result.outcome().toString()).contains(what);
    assertThat(result.held()).isEmpty();
    assertThat(result.files()).isEmpty();
  }

  /** Names the processes of the victim that run. */
  private static boolean victimRuns() {
    return ProcessHandle.allProcesses().anyMatch(EngineFaultTest::isVictim);
  }

  private static boolean isVictim(ProcessHandle handle) {
    try {
      return Files.readString(Path.of("/proc/" + handle.pid() + "/cmdline")).contains(VICTIM);
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LAUNCH, sleep 1000, could not be started",
    "PROCESS, sleep 1000, could not be looked after",
    "STREAMS, sleep 1000, could not be looked after",
    "READ, sleep 1000, output could not be read",
    "EXCEEDED, sleep 1000, could not be watched",
    "AWAIT_GONE, exit 0, may still run",
    "OUTCOME, exit 0, could not be found out",
    "USAGE, exit 0, could not be found out",
    "HELD, exit 0, could not be found out"
  })
  void step_throwsForOneProgram_thatOneIsAFaultAndTheOthersGoOn(
      Step step, String script, String fault) throws Exception {
    try (Engine engine = engine(2, Interference.throwing(step, thrown, VICTIM))) {
      SandboxExecution bystander =
          engine.start(wall(script("sleep 1000", "bystander"), 1_500), OutputSink.none());
      SandboxResult result = await(engine.start(script(script, VICTIM), OutputSink.none()));

      assertFault(result, fault);
      assertThat(result.began()).isTrue();
      assertThat(victimRuns()).isFalse();
      assertThat(handler.told()).contains(thrown);
      assertThat(await(bystander).outcome()).isEqualTo(new SandboxOutcome.TimedOut());
      assertThat(await(engine.start(NEXT, OutputSink.none())).outcome()).isEqualTo(DONE);
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300_000})
  void launch_ofWhatTheKernelDoesNotExecute_neverBegan(int length) throws Exception {
    SandboxRequest tooLong = SandboxRequest.builder("/no/such", "x".repeat(length)).build();

    try (Engine engine = engine(1, (step, argv) -> {})) {
      SandboxResult result = await(engine.start(tooLong, OutputSink.none()));

      assertFault(result, "could not be started");
      assertThat(result.began()).isFalse();
      assertThat(await(engine.start(NEXT, OutputSink.none())).outcome()).isEqualTo(DONE);
    }
  }

  @Test
  void ticker_throwsAtTheEnd_theProgramMayHaveRun() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Ticker shaky =
        () -> {
          String name = Thread.currentThread().getName();
          boolean ofRun = name.endsWith("-worker") || name.endsWith("-spawner");
          if (ofRun && asked.incrementAndGet() > 1) {
            throw thrown;
          }
          return Ticker.system().nanos();
        };
    try (Engine engine = engine(new EngineSettings(1, 1, 10, shaky), (step, argv) -> {})) {
      SandboxResult result = await(engine.start(NEXT, OutputSink.none()));

      assertFault(result, "could not be found out");
      assertThat(result.began()).isTrue();
    }
  }

  @Test
  void kill_throws_theLimitOnTimeHoldsAllTheSame() throws Exception {
    try (Engine engine = engine(1, Interference.throwing(Step.KILL, thrown, VICTIM))) {
      SandboxRequest victim = wall(script("exec sleep 1000", VICTIM), 100);

      assertThat(await(engine.start(victim, OutputSink.none())).outcome())
          .isEqualTo(new SandboxOutcome.TimedOut());
      assertThat(victimRuns()).isFalse();
      assertThat(handler.told()).contains(thrown);
      assertThat(await(engine.start(NEXT, OutputSink.none())).outcome()).isEqualTo(DONE);
    }
  }

  @Test
  void askingWhetherItIsGone_throwsAFewTimes_isAskedAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Interference first =
        (step, argv) -> {
          if (step == Step.AWAIT_GONE && asked.incrementAndGet() <= 3) {
            throw thrown;
          }
        };
    try (Engine engine = engine(1, first)) {
      assertThat(await(engine.start(NEXT, OutputSink.none())).outcome()).isEqualTo(DONE);
      assertThat(await(engine.start(NEXT, OutputSink.none())).outcome()).isEqualTo(DONE);
    }
  }

  @Test
  void release_throws_theResultStandsAndThePlaceIsLost() throws Exception {
    try (Engine engine = engine(2, Interference.throwing(Step.RELEASE, thrown, VICTIM))) {
      assertThat(await(engine.start(script("exit 0", VICTIM), OutputSink.none())).outcome())
          .isEqualTo(DONE);
      assertThat(handler.told()).containsExactly(thrown);
      assertThat(engine.host().admission().lost()).isEqualTo(1);
      assertThat(await(engine.start(NEXT, OutputSink.none())).outcome()).isEqualTo(DONE);
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void launch_failsAndLeavesSomething_thePlaceIsLost() throws Exception {
    IOException why = new IOException("no room");
    Interference leaves =
        (step, argv) -> {
          if (step == Step.LAUNCH && List.of(argv).contains(VICTIM)) {
            throw new LostPlaceException("no room, and no clearing it", why);
          }
        };
    try (Engine engine = engine(2, leaves)) {
      for (int lost = 1; lost <= 2; lost++) {
        SandboxResult victim = await(engine.start(script("exit 0", VICTIM), OutputSink.none()));

        assertFault(victim, "its place is lost: no room, and no clearing it");
        assertThat(victim.began()).isTrue();
        assertThat(engine.host().admission().lost()).isEqualTo(lost);
        assertThat(handler.told()).hasSize(lost);
        SandboxResult next = await(engine.start(NEXT, OutputSink.none()));
        if (lost == 1) {
          assertThat(next.outcome()).isEqualTo(DONE);
        } else {
          assertFault(next, "all 2 places are lost");
          assertThat(next.began()).isFalse();
        }
      }
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void places_allLost_whoWaitsAndWhoComesIsToldSo() throws Exception {
    try (Engine engine = engine(1, Interference.throwing(Step.RELEASE, thrown, VICTIM))) {
      CompletableFuture<Boolean> up = new CompletableFuture<>();
      SandboxExecution victim =
          engine.start(script("echo up; sleep 1000", VICTIM), (stream, piece) -> up.complete(true));
      up.get(30, TimeUnit.SECONDS);
      SandboxExecution waits = engine.start(NEXT, OutputSink.none());
      SandboxSession session = engine.open(Set.of(), SandboxLimits.STANDARD);
      SandboxExecution first = session.start(NEXT, OutputSink.none());
      SandboxExecution second = session.start(NEXT, OutputSink.none());
      victim.cancel();

      assertThat(await(victim).outcome()).isEqualTo(new SandboxOutcome.Cancelled());
      assertFault(await(waits), "all 1 places are lost");
      assertFault(await(first), "all 1 places are lost");
      assertFault(await(second), "all 1 places are lost");
      assertFault(await(engine.start(NEXT, OutputSink.none())), "close it and open another");
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void session_whoseProgramMayStillRun_takesNoOther() throws Exception {
    try (Engine engine = engine(2, Interference.throwing(Step.AWAIT_GONE, thrown, VICTIM))) {
      SandboxSession session = engine.open(Set.of(), SandboxLimits.STANDARD);
      SandboxExecution victim = session.start(script("exit 0", VICTIM), OutputSink.none());
      SandboxExecution behind = session.start(NEXT, OutputSink.none());

      assertFault(await(victim), "may still run");
      assertFault(await(behind), "open a new session");
      assertFault(await(session.start(NEXT, OutputSink.none())), "open a new session");
      session.close();
      assertThat(await(engine.start(NEXT, OutputSink.none())).outcome()).isEqualTo(DONE);
    }
    assertThat(temporary).isEmptyDirectory();
  }

  /** As case 78: what dies with its parent dies with the spawner thread. */
  @Test
  void spawner_whateverIsThrownOnIt_startsTheNextOne() throws Exception {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, told) -> {
          handler.uncaughtException(thread, told);
          throw new IllegalStateException("a handler that throws too");
        });
    AtomicInteger left = new AtomicInteger(3);
    Interference onSpawner =
        (step, argv) -> {
          boolean here = Thread.currentThread().getName().endsWith("-spawner");
          if (step == Step.GUARANTEES && here && left.getAndDecrement() > 0) {
            throw thrown;
          }
        };
    EngineSettings one = new EngineSettings(1, 1, 10, Ticker.system());
    try (Engine engine = Engine.open(backend(onSpawner, true), one)) {
      for (int i = 0; i < 3; i++) {
        assertFault(await(engine.start(NEXT, OutputSink.none())), "could not be started");
      }
      engine
          .host()
          .spawner()
          .execute(
              () -> {
                throw thrown;
              });
      assertThat(await(engine.start(NEXT, OutputSink.none())).outcome()).isEqualTo(DONE);
      assertThat(handler.told()).hasSize(4);
    }
  }

  @Test
  void ticker_throwsOnTheWatcher_theLimitOnTimeHoldsAllTheSame() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Ticker shaky =
        () -> {
          if (Thread.currentThread().getName().endsWith("-watcher")
              && asked.incrementAndGet() % 3 != 0) {
            throw thrown;
          }
          return Ticker.system().nanos();
        };
    try (Engine engine = engine(new EngineSettings(1, 1, 10, shaky), (step, argv) -> {})) {
      SandboxRequest endless = wall(script("sleep 1000", VICTIM), 100);

      assertThat(await(engine.start(endless, OutputSink.none())).outcome())
          .isEqualTo(new SandboxOutcome.TimedOut());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WORK_FOLDER", "FOLDER_ROOT", "FOLDER_RELEASE"})
  void folder_throws_theExecutionEndsAndItsPlaceIsFree(Step where) throws Exception {
    AtomicInteger left = new AtomicInteger(1);
    Interference once =
        (step, argv) -> {
          if (step == where && left.getAndDecrement() > 0) {
            throw thrown;
          }
        };
    try (Engine engine = engine(1, once)) {
      SandboxRequest files =
          NEXT.toBuilder().files(new SandboxFiles(List.of(), List.of("out"))).build();
      SandboxResult result = await(engine.start(files, OutputSink.none()));
      if (where == Step.FOLDER_RELEASE) {
        assertThat(result.outcome()).isEqualTo(DONE);
      } else {
        assertFault(result, "could not be handed in");
        assertThat(result.began()).isFalse();
      }
      assertThat(handler.told()).containsExactly(thrown);
      assertThat(await(engine.start(NEXT, OutputSink.none())).outcome()).isEqualTo(DONE);
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void proving_throws_nothingIsLeftOfTheEngine() throws IOException {
    ProcessBackend backend = ProcessBackend.in(temporary);
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    assertThatThrownBy(
            () ->
                Engine.open(
                    backend,
                    EngineSettings.standard(),
                    engine -> {
                      assertThat(await(engine)).isEqualTo(DONE);
                      throw thrown;
                    }))
        .isSameAs(thrown);
    assertThat(temporary).isEmptyDirectory();
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().startsWith("hermesx-sandbox-process"))
        .isSubsetOf(before);
  }

  private static SandboxOutcome await(Engine engine) {
    return engine.start(NEXT, OutputSink.none()).result().join().outcome();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static io.hermesx.core.guard.GuardFixture.ACME;
import static io.hermesx.core.guard.GuardFixture.alice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.store.Housekeeping;
import io.hermesx.core.testkit.FunctionSandboxExecutor;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.SandboxedTool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.core.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What a guard takes of its process it gives back: threads, descriptors, child processes. */
class ResourcesTest {

  private static final int CALLS = 1_000;
  private static final int PATIENCE_MILLIS = 20_000;
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final Set<Thread> before = new HashSet<>();

  @BeforeEach
  void look() {
    before.addAll(Thread.getAllStackTraces().keySet());
  }

  @Test
  void guard_neverUsed_startsNoThread() {
    try (GuardFixture fixture = GuardFixture.create()) {
      fixture.guard.sweeps();

      assertThat(newThreads()).isEmpty();
    }
    assertThat(newThreads()).isEmpty();
  }

  @Test
  void guard_used_ownsOneNamedDaemonUntilItIsClosed() {
    GuardFixture fixture = GuardFixture.create();
    for (int i = 0; i < 40; i++) {
      fixture.invoke("c-" + i);
    }

    assertThat(newThreads()).extracting(Thread::getName).containsExactly("hermesx-watchdog");
    assertThat(newThreads()).allMatch(Thread::isDaemon);
    fixture.close();
    assertEnded();
  }

  @Test
  void guard_closedTwiceOrUnused_staysClosed() {
    GuardFixture fixture = GuardFixture.create();
    fixture.close();
    fixture.close();

    assertThatThrownBy(() -> fixture.invoke("c-1")).isInstanceOf(IllegalStateException.class);
    assertThat(newThreads()).isEmpty();
  }

  @Test
  void guard_afterAThousandCallsOfEveryKind_leavesNoThreadBehind() throws Exception {
    useUp(CALLS);

    assertEnded();
  }

  @Test
  @EnabledIf("hasDescriptors")
  void guard_afterAThousandCallsOfEveryKind_leavesNoDescriptorOrProcessBehind() throws Exception {
    useUp(20);
    long descriptors = descriptors();
    long children = ProcessHandle.current().descendants().count();

    useUp(CALLS);

    assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
    assertThat(ProcessHandle.current().descendants().count()).isLessThanOrEqualTo(children);
  }

  @Test
  void housekeeping_startedAndClosed_leavesNoThreadBehind() {
    try (GuardFixture fixture = GuardFixture.create()) {
      for (int i = 0; i < 3; i++) {
        Housekeeping housekeeping =
            Housekeeping.builder(fixture.store.leases(), "owner-1")
                .sweeps(fixture.guard.sweeps())
                .every(Duration.ofDays(1))
                .build();
        housekeeping.runOnce();
        assertThat(newThreads()).isEmpty();

        housekeeping.start();
        housekeeping.close();
        assertEnded();
      }
    }
  }

  /** Calls that are executed, denied, suspended, time out, run in a sandbox or on an executor. */
  private static void useUp(int calls) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try (FunctionSandboxExecutor sandbox =
            new FunctionSandboxExecutor(Set.of(), (request, streams) -> done());
        GuardFixture fixture = GuardFixture.create()) {
      AgentGuardBuilder builder =
          fixture.builder.sandbox(sandbox).loopBreaker(LoopBreaker.unlimited());
      try (AgentGuard onCaller = builder.build();
          AgentGuard onExecutor = builder.toolExecutor(executor).build();
          AgentGuard hasty = builder.toolDeadline(Duration.ofMillis(1)).build()) {
        for (int i = 0; i < calls; i++) {
          call(onCaller, fixture, i);
          call(onExecutor, fixture, calls + i);
          if (i % 50 == 0) {
            timeOut(hasty, i);
          }
        }
      }
    } finally {
      executor.shutdown();
      assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static SandboxOutcome done() {
    return new SandboxOutcome.Exited(0);
  }

  private static void call(AgentGuard guard, GuardFixture fixture, int number) {
    GuardContext context = GuardContext.of(ACME, alice(), "run-1");
    String id = "c-" + number;
    switch (number % 4) {
      case 0 -> guard.invoke(context, GuardFixture.call(id), fixture.refund);
      case 1 -> guard.invoke(context, GuardFixture.call(id, -1), fixture.refund);
      case 2 -> guard.invoke(context, ToolCall.of(id, "unknown", JsonObject.empty()));
      default -> guard.invoke(context, ToolCall.of(id, "program", "{}"), program());
    }
  }

  private static void timeOut(AgentGuard guard, int number) {
    CountDownLatch never = new CountDownLatch(1);
    HostTool slow =
        new HostTool(
            definition("slow"),
            call -> {
              never.await();
              return ToolResult.of("done");
            });
    ToolOutcome outcome =
        guard.invoke(
            GuardContext.of(ACME, alice(), "run-2"),
            ToolCall.of("c-" + number, "slow", "{}"),
            slow);
    assertThat(outcome.forModel()).isNotEqualTo("done");
  }

  private static SandboxedTool program() {
    return new SandboxedTool(definition("program"), call -> SandboxRequest.of(Set.of(), "true"));
  }

  private static ToolDefinition definition(String name) {
    return ToolDefinition.builder(name).description("Does it.").noArguments().build();
  }

  /** Threads that are new and alive, in this process. */
  private List<Thread> newThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .toList();
  }

  /** Threads that were told to end may take a moment. */
  private void assertEnded() {
    for (Thread thread : newThreads()) {
      try {
        thread.join(PATIENCE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    assertThat(newThreads()).isEmpty();
  }

  static boolean hasDescriptors() {
    return Files.isDirectory(DESCRIPTORS);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.count();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import io.hermesx.sandbox.ProcessSandboxExecutor;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret among the variables of a program is in nothing that is said about the program. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretInLogsTest {

  private final String secret = "canary-" + UUID.randomUUID();
  private SandboxExecutor plain = SandboxExecutor.refusing();
  private SandboxExecutor confined = SandboxExecutor.refusing();

  @BeforeAll
  void open() {
    OutsideComponent.require(
        "bwrap", OutsideComponent.program("bwrap"), "apt-get install bubblewrap");
    plain = ProcessSandboxExecutor.builder().open();
    // Without control groups there is more to refuse.
    confined = BubblewrapSandboxExecutor.builder().withoutControlGroups().open();
  }

  @AfterAll
  void close() {
    plain.close();
    confined.close();
  }

  @ParameterizedTest
  @EnumSource
  void secret_ofAPlainProcess_isInNothingThatIsSaid(SecretCase ending) throws Exception {
    requireUnsaid(plain, ending, ending.plain());
  }

  @ParameterizedTest
  @EnumSource
  void secret_ofAProgramInBubblewrap_isInNothingThatIsSaid(SecretCase ending) throws Exception {
    requireUnsaid(confined, ending, ending.confined());
  }

  @ParameterizedTest
  @ValueSource(strings = {"A=B", "A\0B", ""})
  void secret_ofARequestThatIsNotAllowed_isNotInTheException(String name) {
    assertUnsaid(catchThrowable(() -> request(Map.of(name, secret))));
    assertUnsaid(catchThrowable(() -> request(Map.of("A", secret + "\0"))));
  }

  @Test
  void secret_thatIsLogged_isOverheard() throws InterruptedException {
    System.Logger logger = System.getLogger("io.hermesx.sandbox.test");
    RuntimeException thrown = new IllegalStateException("outer", new Exception(secret + "-cause"));
    try (Overheard overheard = new Overheard()) {
      logger.log(System.Logger.Level.TRACE, secret + "-line");
      logger.log(System.Logger.Level.INFO, "a {0}", secret + "-parameter");
      logger.log(System.Logger.Level.DEBUG, "thrown", new Exception(secret + "-logged"));
      System.err.println(secret + "-err");
      System.out.println(secret + "-out");
      Thread thread = new Thread(() -> raise(thrown));
      thread.start();
      thread.join();
      assertThat(overheard.text())
          .contains(secret + "-line", secret + "-parameter", secret + "-logged")
          .contains(secret + "-err", secret + "-out", secret + "-cause");
    }
    assertThat(Thread.getDefaultUncaughtExceptionHandler() instanceof Overheard).isFalse();
  }

  private static void raise(RuntimeException thrown) {
    throw thrown;
  }

  private void requireUnsaid(
      SandboxExecutor executor, SecretCase ending, Class<? extends SandboxOutcome> expected)
      throws Exception {
    SandboxRequest request = ending.request(secret);
    CountDownLatch up = new CountDownLatch(1);
    Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
    String said;
    SandboxResult result;
    try (Overheard overheard = new Overheard()) {
      var execution = executor.start(request, ending.sink(up));
      if (ending.isKilledFromOutside()) {
        assertThat(up.await(30, TimeUnit.SECONDS)).isTrue();
        ProcessHandle.current()
            .children()
            .filter(child -> !before.contains(child))
            .forEach(ProcessHandle::destroyForcibly);
      }
      result = execution.result().get(60, TimeUnit.SECONDS);
      said = overheard.text();
    }
    assertThat(result.outcome()).isInstanceOf(expected);
    assertThat(said).doesNotContain(secret);
    assertThat(result.outcome().toString()).doesNotContain(secret);
    assertThat(result.toString()).doesNotContain(secret);
    assertThat(result.leftOut().toString()).doesNotContain(secret);
    assertThat(request.toString()).doesNotContain(secret);
  }

  private static SandboxRequest request(Map<String, String> environment) {
    return SandboxRequest.builder("/bin/true").environment(environment).build();
  }

  private void assertUnsaid(Throwable thrown) {
    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    assertThat(Overheard.text(thrown)).doesNotContain(secret);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolResult;
import io.hermesx.sandbox.ProcessSandboxExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ClockAndShellTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-01-01T12:00:00.5Z"));

  @Test
  void clock_tellsTheTimeInAZone() throws Exception {
    HostTool clock = Clock.reading(NOON);
    assertThat(clock.definition().effect()).isEqualTo(ToolEffect.PURE);
    assertThat(Calls.call(clock, Instant.MAX, JsonObject.empty()).content())
        .isEqualTo("{\"zone\":\"UTC\",\"time\":\"2026-01-01T12:00:00Z\",\"weekday\":\"THURSDAY\"}");
    assertThat(
            Calls.call(clock, Instant.MAX, JsonObject.of("zone", new JsonString("Asia/Colombo")))
                .content())
        .contains("2026-01-01T17:30:00+05:30");
  }

  @Test
  void clock_unknownZone_isAToolError() throws Exception {
    assertThat(
            Calls.call(
                Clock.reading(NOON), Instant.MAX, JsonObject.of("zone", new JsonString("Mars/X"))))
        .isEqualTo(
            ToolResult.failed("There is no such time zone. Use a name such as Europe/Berlin."));
  }

  @Test
  void shellThatIsOff_runsNothing_andSaysWhy() throws Exception {
    Path trace = Files.createTempDirectory("shell-off").resolve("trace");
    HostTool off = Shell.off("It is Monday.");
    ToolResult result = Calls.call(off, Instant.MAX, command("touch " + trace));
    assertThat(result.error()).isTrue();
    assertThat(result.content())
        .contains(
            "It is Monday.",
            "no isolation of files, of the network, of memory",
            "HERMESX_TRUST_LOCAL_PROCESS=true");
    assertThat(off.definition().description()).contains("runs nothing");
    assertThat(trace).doesNotExist();
  }

  @Test
  void shellThatIsTrusted_saysWhatItLacks_andIsolatedOneHasNoEffectOutside() {
    assertThat(Shell.trusted().definition().description()).contains(Shell.MISSING);
    assertThat(Shell.trusted().definition().effect()).isEqualTo(ToolEffect.SIDE_EFFECT);
    assertThat(Shell.isolated().definition().description()).doesNotContain(Shell.MISSING);
    assertThat(Shell.isolated().definition().effect()).isEqualTo(ToolEffect.PURE);
  }

  @Test
  void shellThatIsIsolated_runsOnNothingWeaker() throws Exception {
    SandboxRequest request =
        Shell.isolated()
            .program()
            .request(Calls.invocation(Instant.MAX, command("echo must not run")));
    try (SandboxExecutor weaker = ProcessSandboxExecutor.builder().open()) {
      assertThat(weaker.start(request).result().join().outcome())
          .isInstanceOf(SandboxOutcome.Refused.class);
    }
  }

  @Test
  void shell_command_answersOutputAndCode() throws Exception {
    assertThat(run("echo grüße; echo err >&2; exit 3"))
        .isEqualTo(new ToolResult("{\"exit_code\":3,\"output\":\"grüße\\nerr\\n\"}", true));
    assertThat(run("cat; pwd | wc -l").error()).isFalse();
  }

  @Test
  void shell_environment_isClean_andTheFolderIsGoneAfterwards() throws Exception {
    String output =
        JsonObject.parseObject(run("mkdir a; touch a/b; env; echo $HOME").content())
            .string("output");
    assertThat(output.lines().filter(line -> line.contains("=")).map(line -> line.split("=", 2)[0]))
        .contains("PATH", "HOME", "TMPDIR", "LANG")
        .isSubsetOf("PATH", "HOME", "TMPDIR", "LANG", "PWD", "OLDPWD", "SHLVL", "_");
    String folder = output.lines().reduce((a, b) -> b).orElseThrow();
    assertThat(folder).startsWith("/");
    assertThat(Path.of(folder)).doesNotExist();
  }

  @Test
  void shell_ofAnyEnding_saysIt() {
    assertThat(ended(new SandboxOutcome.TimedOut())).isEqualTo("out of time");
    assertThat(ended(new SandboxOutcome.Signaled(9))).isEqualTo("signal 9");
    assertThat(ended(new SandboxOutcome.Cancelled())).isEqualTo("cancelled");
    assertThat(ended(new SandboxOutcome.LimitExceeded(Guarantee.MEMORY_TREE_LIMIT)))
        .isEqualTo("out of memory");
    assertThat(ended(new SandboxOutcome.LimitExceeded(Guarantee.CPU_TIME_LIMIT)))
        .isEqualTo("out of processor time");
    assertThat(ended(new SandboxOutcome.LimitExceeded(Guarantee.PIDS_LIMIT)))
        .isEqualTo("limit reached: PIDS_LIMIT");
  }

  private static String ended(SandboxOutcome outcome) {
    ToolResult result = Shell.isolated().program().read(SandboxResult.notRun(outcome));
    assertThat(result.error()).isTrue();
    return JsonObject.parseObject(result.content()).string("killed");
  }

  @Test
  void shell_childLeftBehind_isKilled_andNobodyWaitsForItsPipe() throws Exception {
    Path pids = Files.createTempDirectory("shell-orphan").resolve("pids");
    ToolResult result = run("sleep 600 & echo $! >> " + pids + "; exit 0");
    assertThat(result).isEqualTo(new ToolResult("{\"exit_code\":0,\"output\":\"\"}", false));
    assertGone(pids, 1);
  }

  @Test
  void shell_muchOutput_isCounted_andItsMiddleLeftOut() throws Exception {
    JsonObject json =
        JsonObject.parseObject(run("head -c 100000 /dev/zero | tr '\\0' x").content());
    assertThat(json.integer("exit_code")).isZero();
    assertThat(json.integer("output_bytes")).isEqualTo(100_000);
    assertThat(json.integer("left_out_bytes")).isEqualTo(100_000 - Shell.KEPT_OUTPUT);
    assertThat(json.string("output")).contains("bytes left out");
  }

  @Test
  void shell_endlessOutput_isKilled() throws Exception {
    ToolResult result = run("yes");
    assertThat(result.error()).isTrue();
    assertThat(JsonObject.parseObject(result.content()).string("killed"))
        .isEqualTo("too much output");
  }

  /** As the guard runs the trusted shell, without the guard. */
  private static ToolResult run(String command) throws Exception {
    try (SandboxExecutor executor = ProcessSandboxExecutor.builder().open()) {
      return Calls.run(Shell.trusted(), executor, command(command));
    }
  }

  private static void assertGone(Path pids, int count) throws Exception {
    var lines = Files.readAllLines(pids);
    assertThat(lines).hasSize(count);
    for (String pid : lines) {
      var handle = ProcessHandle.of(Long.parseLong(pid));
      if (handle.isPresent()) {
        handle.get().onExit().get(10, TimeUnit.SECONDS);
      }
      assertThat(ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false))
          .isFalse();
    }
  }

  private static JsonObject command(String text) {
    return JsonObject.of("command", new JsonString(text));
  }
}

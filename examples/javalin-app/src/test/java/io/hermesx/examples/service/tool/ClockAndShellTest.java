// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.time.SystemSources;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ClockAndShellTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-01-01T12:00:00.5Z"));
  private static final HostTool SHELL = Shell.trusted(SystemSources.clock());

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
  void shellThatIsOff_runsNothing_andSaysWhichGuaranteeIsMissing() throws Exception {
    Path trace = Files.createTempDirectory("shell-off").resolve("trace");
    HostTool off = Shell.off();
    ToolResult result = Calls.call(off, in(10), command("touch " + trace));
    assertThat(result.error()).isTrue();
    assertThat(result.content())
        .contains(
            "no isolation of files, of the network, of memory", "HERMESX_TRUST_LOCAL_PROCESS=true");
    assertThat(off.definition().description()).contains(Shell.MISSING);
    assertThat(SHELL.definition().description()).contains(Shell.MISSING);
    assertThat(trace).doesNotExist();
  }

  @Test
  void shell_command_answersOutputAndCode() throws Exception {
    assertThat(Calls.call(SHELL, in(20), command("echo grüße; echo err >&2; exit 3")))
        .isEqualTo(new ToolResult("{\"exit_code\":3,\"output\":\"grüße\\nerr\\n\"}", true));
    assertThat(Calls.call(SHELL, in(20), command("cat; pwd | wc -l")).error()).isFalse();
  }

  @Test
  void shell_environment_isClean_andTheFolderIsGoneAfterwards() throws Exception {
    String output =
        JsonObject.parseObject(
                Calls.call(SHELL, in(20), command("mkdir a; touch a/b; env; pwd")).content())
            .string("output");
    assertThat(output.lines().filter(line -> line.contains("=")).map(line -> line.split("=", 2)[0]))
        .contains("PATH", "HOME", "TMPDIR", "LANG")
        .isSubsetOf("PATH", "HOME", "TMPDIR", "LANG", "PWD", "OLDPWD", "SHLVL", "_");
    String folder = output.lines().reduce((a, b) -> b).orElseThrow();
    assertThat(Path.of(folder)).doesNotExist();
  }

  @Test
  void shell_outOfTime_isKilledWithItsWholeFamily() throws Exception {
    Path pids = Files.createTempDirectory("shell-kill").resolve("pids");
    String command =
        "(sleep 600 & echo $! >> P; sh -c 'sleep 600 & echo $! >> P; wait'); wait"
            .replace("P", pids.toString());
    ToolResult result =
        Calls.call(SHELL, Instant.now().plus(Duration.ofSeconds(1)), command(command));
    assertThat(result.error()).isTrue();
    assertThat(result.content()).contains("out of time");
    assertGone(pids, 2);
  }

  @Test
  void shell_childLeftBehind_isKilled_andNobodyWaitsForItsPipe() throws Exception {
    Path pids = Files.createTempDirectory("shell-orphan").resolve("pids");
    ToolResult result =
        Calls.call(SHELL, in(20), command("sleep 600 & echo $! >> " + pids + "; exit 0"));
    assertThat(result).isEqualTo(new ToolResult("{\"exit_code\":0,\"output\":\"\"}", false));
    assertGone(pids, 1);
  }

  @Test
  void shell_endlessOutput_isCut_andKilled() throws Exception {
    ToolResult result = Calls.call(SHELL, in(20), command("yes"));
    assertThat(result.error()).isTrue();
    JsonObject json = JsonObject.parseObject(result.content());
    assertThat(json.string("killed")).isEqualTo("too much output");
    assertThat(json.string("output").length()).isEqualTo(LocalProcess.MAX_OUTPUT + 1);
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

  private static Instant in(int seconds) {
    return Instant.now().plusSeconds(seconds);
  }

  private static JsonObject command(String text) {
    return JsonObject.of("command", new JsonString(text));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.testkit.OutsideComponent;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tool shell in bubblewrap, through HTTP, as a tenant's key calls it. */
@Timeout(60)
final class ShellTest {

  @TempDir private static Path host;
  private static RunningService service;
  private static String key;

  @BeforeAll
  static void start() {
    OutsideComponent.require(
        "bwrap", OutsideComponent.program("bwrap"), "apt-get install bubblewrap");
    Path memory = Path.of("/sys/fs/cgroup/memory");
    OutsideComponent.require(
        "cgroup",
        Optional.of(Files.isDirectory(memory) ? memory : Path.of("/sys/fs/cgroup"))
            .filter(Files::isWritable),
        "run as root, or delegate a control group to the user");
    service = new RunningService("HERMESX_SANDBOX", "bubblewrap");
    key = service.tenantKey("Shell");
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void command_runsWithoutAPersonsConsent_andAnswersOutputAndCode() {
    assertThat(run("echo grüße; echo err >&2; exit 3"))
        .isEqualTo(JsonObject.parseObject("{\"exit_code\":3,\"output\":\"grüße\\nerr\\n\"}"));
    assertThat(run("cd; pwd; id -u; touch a $TMPDIR/b && ls").string("output"))
        .isEqualTo("/work\n65534\na\nb\n");
  }

  @Test
  void command_seesNothingOfTheHost_andKeepsNothing() throws Exception {
    Path secret = Files.writeString(host.resolve("secret"), "of the host");
    assertThat(run("cat " + secret + " /etc/shadow; env").string("output"))
        .contains("PATH=")
        .doesNotContain("of the host", "root:", "HERMESX");
    run("echo left behind > $HOME/file; echo left behind > /tmp/file");
    assertThat(run("ls -A $HOME /tmp").string("output")).doesNotContain("file");
    assertThat(run("echo x > " + host.resolve("made")).integer("exit_code")).isNotZero();
    assertThat(host.resolve("made")).doesNotExist();
  }

  @Test
  void command_hasNoNetwork_notEvenThatOfTheService() {
    String connect = "exec 3<>/dev/tcp/127.0.0.1/" + service.port() + " && echo reached";
    assertThat(run("bash -c '" + connect + "'; ls /sys/class/net; cat /proc/net/route").toJson())
        .doesNotContain("reached", "eth0");
  }

  @Test
  void memoryBomb_isKilled_andTheServiceGoesOn() {
    assertThat(run("a=$(head -c 600000000 /dev/zero | tr '\\0' x); echo survived"))
        .isEqualTo(JsonObject.parseObject("{\"killed\":\"out of memory\",\"output\":\"\"}"));
    assertThat(run("echo on").string("output")).isEqualTo("on\n");
  }

  @Test
  void receipt_namesWhatHeld() {
    HttpResponse<String> answer = invoke("true");
    String receipt = RunningService.json(answer).string("receipt_id");
    assertThat(service.get(key, "/v1/execution-receipts/" + receipt).body())
        .contains("held_fs_confined", "held_net_none", "held_memory_tree_limit");
  }

  @Test
  void metrics_countProgramsByHowTheyEnded_andNotWhatRan() {
    run("exit 0 # canary");
    run("a=$(head -c 600000000 /dev/zero | tr '\\0' x)");
    String metrics = service.get(service.adminKey(), "/v1/metrics").body();
    assertThat(metrics)
        .containsPattern(
            "hermesx_sandbox_executions_total\\{executor=\"bubblewrap\",limit=\"\",outcome=\"exited\"\\}"
                + " [1-9]")
        .containsPattern(
            "hermesx_sandbox_executions_total\\{executor=\"bubblewrap\",limit=\"memory_tree_limit\","
                + "outcome=\"limit_exceeded\"\\} [1-9]")
        .contains("hermesx_sandbox_active 0.0")
        .contains("hermesx_sandbox_run_seconds_count{executor=\"bubblewrap\"}")
        .contains("hermesx_sandbox_cpu_seconds_count{executor=\"bubblewrap\"}")
        .contains("hermesx_sandbox_wait_seconds_count{executor=\"bubblewrap\"}")
        .doesNotContain("canary");
  }

  @Test
  void list_onceItIsKnown_hasTheShellWithWhatItDoes() {
    run("true");
    JsonArray tools =
        (JsonArray) RunningService.json(service.get(key, "/v1/tools")).require("data");
    assertThat(tools.items())
        .map(JsonObject.class::cast)
        .filteredOn(tool -> tool.string("name").equals("shell"))
        .singleElement()
        .satisfies(tool -> assertThat(tool.string("description")).contains("no network"))
        .satisfies(tool -> assertThat(tool.string("effect")).isEqualTo("pure"));
  }

  @Test
  void controlGroupThatIsNotThere_shellIsOff_andNamesWhatIsMissing() {
    try (RunningService without =
        new RunningService(
            "HERMESX_SANDBOX",
            "bubblewrap",
            "HERMESX_SANDBOX_CONTROL_GROUP",
            "no-such-group/of-hermesx")) {
      HttpResponse<String> answer =
          without.post(
              without.adminKey(),
              "/v1/tools/shell/invoke",
              "{\"arguments\":{\"command\":\"echo ran\"}}");
      assertThat(RunningService.json(answer).string("outcome")).isEqualTo("failed");
      assertThat(RunningService.json(answer).string("content"))
          .contains(
              "nothing was run",
              "does not hold",
              "MEMORY_TREE_LIMIT",
              "CPU_TIME_LIMIT",
              "An operator reads in this service's log",
              "HERMESX_TRUST_LOCAL_PROCESS=true")
          .doesNotContain("NET_NONE", "FS_CONFINED", "no-such-group", "cgroup", "/sys");
    }
  }

  @Test
  void policyOfATenant_onlyTightens_andCountsFromTheNextCall() {
    String other = service.tenantKey("Policy");
    String tenant = RunningService.json(service.get(other, "/v1/me")).string("tenant");
    String path = "/admin/v1/sandbox-policy?tenant=" + tenant;
    assertThat(invokeAs(other, "echo ran").statusCode()).isEqualTo(200);

    HttpResponse<String> short300 = put(path, 0, true, 300);
    assertThat(short300.statusCode()).as(short300.body()).isEqualTo(200);
    assertThat(RunningService.json(invokeAs(other, "sleep 60; echo ran")).string("content"))
        .isEqualTo("{\"killed\":\"out of time\",\"output\":\"\"}");

    assertThat(put(path, 1, false, 86_400_000).statusCode()).isEqualTo(200);
    HttpResponse<String> denied = invokeAs(other, "echo ran");
    assertThat(denied.body()).contains("sandbox_refused").doesNotContain("ran\\n");
    assertThat(service.get(other, "/v1/tools").body()).doesNotContain("\"shell\"");
    assertThat(run("echo others").string("output")).isEqualTo("others\n");
  }

  private static HttpResponse<String> put(String path, int version, boolean enabled, int wall) {
    String limits =
        "{\"wall_ms\":"
            + wall
            + ",\"cpu_ms\":86400000,\"memory_bytes\":1099511627776,\"processes\":100000,"
            + "\"disk_bytes\":1099511627776,\"files\":10000000,\"open_files\":1000000,"
            + "\"output_bytes\":67108864,\"max_output_bytes\":1099511627776}";
    String body =
        "{\"version\":"
            + version
            + ",\"enabled\":"
            + enabled
            + ",\"limits\":"
            + limits
            + ",\"network\":true,\"required\":[]}";
    return service.send(service.adminKey(), "PUT", path, body);
  }

  /** The answer of a call that nobody had to agree to. */
  private static JsonObject run(String command) {
    return JsonObject.parseObject(RunningService.json(invoke(command)).string("content"));
  }

  private static HttpResponse<String> invoke(String command) {
    HttpResponse<String> answer = invokeAs(key, command);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static HttpResponse<String> invokeAs(String whose, String command) {
    JsonObject body = JsonObject.of("arguments", JsonObject.of("command", new JsonString(command)));
    return service.post(whose, "/v1/tools/shell/invoke", body.toJson());
  }
}

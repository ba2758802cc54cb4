// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is killed, as {@code kill -9} does it, at the three moments that matter in a call:
 * while it is opened, while the tool runs, and while it is closed. It then starts on what is there
 * without help, nothing has run twice, and the books agree.
 */
@Timeout(300)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tool runs /bin/sh")
class CrashTest {

  private static final Map<String, String> VARIABLES =
      Map.of("HERMESX_TRUST_LOCAL_PROCESS", "true", "HERMESX_TOOL_SECONDS", "60");

  @TempDir Path data;
  @TempDir Path scratch;

  private ServiceProcess service;
  private String alice;
  private String bob;

  @BeforeEach
  void start() {
    service = ServiceProcess.start(data, VARIABLES);
    Client admin = new Client(service.port(), service.key());
    alice =
        key(
            admin,
            "alice",
            "\"tools:invoke\",\"models:chat\",\"usage:read\",\"audit:read\",\"receipts:read\"");
    bob = key(admin, "bob", "\"approvals:decide\"");
    charge(alice());
  }

  @AfterEach
  void end() throws IOException {
    service.close();
    for (String pid : ran()) {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void kill_whileTheToolRuns_readsIndeterminateAndNeverRunsAgain()
      throws SQLException, IOException {
    String approval = approved("call-1");
    CompletableFuture<Void> lost = resumeInBackground("call-1", approval);
    new DatabaseBehind(data)
        .await("select exists (select from hermesx.receipt_intents where call_id = 'call-1')");
    awaitRun();

    crashAndRestart(lost);

    assertThat(receipt("call-1").string("state")).isEqualTo("open");
    assertRepeatIsRefused("call-1", approval);
    new DatabaseBehind(data).moveClock("2 minutes");
    assertThat(receipt("call-1").string("state")).isEqualTo("indeterminate");
    assertRepeatIsRefused("call-1", approval);
    assertThat(ran()).hasSize(1);
    assertBooksAgree(1);
  }

  @Test
  void kill_whileTheCallIsOpened_leavesNothingAndItCanRunOnce() throws SQLException, IOException {
    String approval = approved("call-2");
    DatabaseBehind behind = new DatabaseBehind(data);
    CompletableFuture<Void> lost;
    try (Connection held = behind.hold("receipt_intents")) {
      lost = resumeInBackground("call-2", approval);
      behind.awaitWaiting();
      service.kill();
      assertThat(held.isClosed()).isFalse();
    }

    crashAndRestart(lost);

    assertThat(ran()).isEmpty();
    assertThat(receipts()).noneMatch(row -> row.string("call_id").equals("call-2"));
    CompletableFuture<Void> again = resumeInBackground("call-2", approval);
    awaitRun();
    killTools();
    again.join();
    assertThat(receipt("call-2").string("state")).isEqualTo("final");
    assertThat(ran()).hasSize(1);
    assertBooksAgree(2);
  }

  @Test
  void kill_whileTheCallIsClosed_readsIndeterminateAndNeverRunsAgain()
      throws SQLException, IOException {
    String approval = approved("call-3");
    DatabaseBehind behind = new DatabaseBehind(data);
    CompletableFuture<Void> lost;
    try (Connection held = behind.hold("receipt_finals")) {
      lost = resumeInBackground("call-3", approval);
      awaitRun();
      killTools();
      behind.awaitWaiting();
      service.kill();
      assertThat(held.isClosed()).isFalse();
    }

    crashAndRestart(lost);

    new DatabaseBehind(data).moveClock("2 minutes");
    assertThat(receipt("call-3").string("state")).isEqualTo("indeterminate");
    assertRepeatIsRefused("call-3", approval);
    assertThat(ran()).hasSize(1);
    assertBooksAgree(1);
  }

  private void crashAndRestart(CompletableFuture<Void> lost) {
    service.kill();
    assertThat(lost).failsWithin(Duration.ofSeconds(90));
    service = ServiceProcess.start(data, VARIABLES);
    receipts();
    assertThat(service.printedKey()).as("a second bootstrap key").isFalse();
  }

  /** One usage record for each call that came to its end, what is committed is what they cost. */
  private void assertBooksAgree(long calls) {
    JsonObject usage = alice().get("/v1/usage").require(200);
    JsonObject totals = (JsonObject) usage.require("totals");
    assertThat(totals.integer("calls")).isEqualTo(calls);
    JsonObject budget = (JsonObject) ((JsonArray) usage.require("budgets")).items().get(0);
    assertThat(budget.string("committed")).isEqualTo(totals.string("nano_usd"));
    assertThat(budget.string("held")).isEqualTo("0");
    JsonObject audit = alice().post("/v1/audit-logs/verify", "{}").require(200);
    assertThat(audit.bool("intact")).as("%s", audit).isTrue();
  }

  private void assertRepeatIsRefused(String call, String approval) {
    Client.Answer answer = alice().post("/v1/tools/shell/invoke", body(call, approval), RUN);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().string("code")).isEqualTo("indeterminate");
  }

  private static final Map<String, String> RUN = Map.of("X-HermesX-Run-Id", "crash");

  /** Asks for a call of the tool and has the other person agree. */
  private String approved(String call) {
    JsonObject suspended = alice().post("/v1/tools/shell/invoke", body(call, ""), RUN).require(202);
    String approval = suspended.string("approval_id");
    new Client(service.port(), bob)
        .post("/v1/approvals/" + approval + "/decision", "{\"decision\":\"approve\"}")
        .require(200);
    return approval;
  }

  /** The program writes down what runs for it, and ends when that is killed. */
  private String body(String call, String approval) {
    String command = "sleep 50 & echo $! >> " + scratch.resolve("ran") + "; wait $!; exit 1";
    JsonObject.Builder body =
        JsonObject.builder()
            .put("arguments", JsonObject.of("command", new JsonString(command)))
            .put("call_id", call);
    if (!approval.isEmpty()) {
      body.put("approval_id", approval);
    }
    return body.build().toJson();
  }

  private CompletableFuture<Void> resumeInBackground(String call, String approval) {
    Client client = alice();
    return CompletableFuture.runAsync(
        () -> client.post("/v1/tools/shell/invoke", body(call, approval), RUN).require(200));
  }

  /** A model call, so that there is something in the books before. */
  private static void charge(Client client) {
    client
        .post(
            "/v1/chat/completions",
            "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}")
        .require(200);
  }

  private JsonObject receipt(String call) {
    return receipts().stream()
        .filter(row -> row.string("call_id").equals(call))
        .findFirst()
        .orElseThrow();
  }

  private List<JsonObject> receipts() {
    JsonObject page = alice().get("/v1/execution-receipts?limit=100").require(200);
    return ((JsonArray) page.require("data")).items().stream().map(JsonObject.class::cast).toList();
  }

  private Client alice() {
    return new Client(service.port(), alice);
  }

  private static String key(Client admin, String who, String scopes) {
    String body =
        "{\"name\":\"%s\",\"kind\":\"user\",\"principal\":\"%s\",\"scopes\":[%s]}"
            .formatted(who, who, scopes);
    return admin.post("/v1/api-keys", body).require(201).string("secret");
  }

  /** The process ids that the program wrote down, one for each time it ran. */
  private List<String> ran() throws IOException {
    Path file = scratch.resolve("ran");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private void awaitRun() throws IOException, SQLException {
    DatabaseBehind behind = new DatabaseBehind(data);
    for (int i = 0; i < 600 && ran().isEmpty(); i++) {
      behind.await("select pg_sleep(0.05) is not null");
    }
    assertThat(ran()).isNotEmpty();
  }

  private void killTools() throws IOException {
    for (String pid : ran()) {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.examples.service.audit.AuditStartException;
import io.hermesx.examples.service.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the data folder, what a start makes of it, and what a service does without it. */
class AuditSetupTest {

  private static final List<String> KEYS = List.of("audit-ed25519.key", "audit-ml-dsa-44.key");

  @TempDir private Path data;
  private final MemoryDatabase database = new MemoryDatabase();

  @AfterEach
  void close() {
    database.close();
  }

  private Service start(String... variables) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HERMESX_PORT", "0");
    environment.put("HERMESX_LOG_LEVEL", "error");
    environment.put("HERMESX_DRAIN_SECONDS", "1");
    environment.put("HERMESX_DATA", data.toString());
    environment.put("HERMESX_AUDIT_CHECKPOINT_SECONDS", "1");
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return Service.start(Configuration.of(environment), new Kept(database));
  }

  private Path key(String name) {
    return data.resolve("keys").resolve(name);
  }

  private static String awaitHealth(Service service, String expected) {
    Client client = new Client(service.port(), "");
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String text = client.get("/v1/health").text();
    while (!text.contains(expected) && System.nanoTime() < end) {
      Thread.onSpinWait();
      text = client.get("/v1/health").text();
    }
    return text;
  }

  @Test
  void firstStart_makesKeysThatOnlyItsUserReads_andLaterStartsKeepThem() throws IOException {
    Map<String, String> texts = new HashMap<>();
    try (Service first = start()) {
      assertThat(first.auditPolicy()).exists();
      for (String name : KEYS) {
        texts.put(name, Files.readString(key(name)));
        if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key(name))))
              .isEqualTo("rw-------");
        }
      }
      assertThat(data.resolve("audit-signer.state")).exists();
      assertThat(Files.readString(first.auditPolicy())).doesNotContain("PRIVATE");
    }
    String policy = Files.readString(key("audit-trust-policy.txt"));
    try (Service second = start()) {
      assertThat(awaitHealth(second, "\"ok\"")).contains("\"ok\"");
    }
    for (String name : KEYS) {
      assertThat(Files.readString(key(name))).isEqualTo(texts.get(name));
    }
    assertThat(Files.readString(key("audit-trust-policy.txt"))).isEqualTo(policy);
    assertThat(data.resolve("audit-anchor.log")).isNotEmptyFile();
  }

  @Test
  void oneKeyMissing_isAnErrorThatNamesItAndMakesNothing() throws IOException {
    start().close();
    Files.delete(key("audit-ml-dsa-44.key"));
    assertThatThrownBy(this::start)
        .isInstanceOf(AuditStartException.class)
        .hasMessageContaining("audit-ml-dsa-44.key")
        .hasMessageContaining("backup");
    assertThat(key("audit-ml-dsa-44.key")).doesNotExist();
  }

  @Test
  void bothKeysMissing_whileAnythingOfThemIsThere_isAnError() throws IOException {
    start().close();
    for (String name : KEYS) {
      Files.delete(key(name));
    }
    assertThatThrownBy(this::start).hasMessageContaining("audit-signer.state");
    Files.delete(data.resolve("audit-signer.state"));
    assertThatThrownBy(this::start).hasMessageContaining("audit-trust-policy.txt");
    Files.delete(key("audit-trust-policy.txt"));
    assertThatThrownBy(this::start).hasMessageContaining("the database, with checkpoints");
    assertThat(key(KEYS.get(0))).doesNotExist();
  }

  @Test
  void keysOfAnotherInstallation_areRefused() throws IOException {
    start().close();
    try (TestFolder other = new TestFolder();
        MemoryDatabase fresh = new MemoryDatabase()) {
      Service.start(
              Configuration.of(
                  Map.of("HERMESX_PORT", "0", "HERMESX_DATA", other.path().toString())),
              new Kept(fresh))
          .close();
      for (String name : KEYS) {
        Files.delete(key(name));
        Files.copy(other.path().resolve("keys").resolve(name), key(name));
      }
    }
    assertThatThrownBy(this::start)
        .isInstanceOf(AuditStartException.class)
        .hasMessageContaining("audit-trust-policy.txt");
  }

  /** What the operations page says of a lost key, with the state forgotten at first. */
  @Test
  void keysMadeAnewBesideTheOldState_areDegradedUntilANewStateIsWanted() throws IOException {
    start().close();
    String lost = TrustPolicy.read(key("audit-trust-policy.txt")).generations().get(0).keys() + "";
    Files.delete(key("audit-trust-policy.txt"));
    try (TestFolder other = new TestFolder();
        MemoryDatabase fresh = new MemoryDatabase()) {
      Service.start(
              Configuration.of(
                  Map.of("HERMESX_PORT", "0", "HERMESX_DATA", other.path().toString())),
              new Kept(fresh))
          .close();
      for (String name : KEYS) {
        Files.delete(key(name));
        Files.copy(other.path().resolve("keys").resolve(name), key(name));
      }
    }
    try (Service service = start("HERMESX_NEW_ADMIN_KEY", "true")) {
      assertThat(awaitHealth(service, "audit_not_signed")).contains("\"degraded\"");
      Client admin = new Client(service.port(), service.bootstrapKey().orElseThrow().reveal());
      admin.post("/v1/sessions", "{\"title\":\"T\"}").require(201);
      assertThat(admin.get("/v1/audit-status").text())
          .contains(lost.substring(1, lost.length() - 1).split(", "));
      assertThat(admin.get("/v1/metrics").text())
          .containsPattern("hermesx_audit_signing_failures [1-9]");
      assertThat(new Client(service.port(), "").get("/v1/health/ready").status()).isEqualTo(200);
    }
    Files.delete(data.resolve("audit-signer.state"));
    try (Service service = start("HERMESX_AUDIT_NEW_STATE", "true")) {
      assertThat(awaitHealth(service, "\"ok\"")).contains("\"ok\"");
    }
  }

  @Test
  void damagedKey_isAnErrorWithoutAnythingOfIt() throws IOException {
    start().close();
    String secret = Files.readString(key(KEYS.get(0))).strip();
    Files.writeString(key(KEYS.get(0)), secret.substring(0, secret.length() - 5));
    assertThatThrownBy(this::start)
        .isInstanceOf(AuditStartException.class)
        .hasMessageContaining(KEYS.get(0))
        .hasMessageNotContaining(secret.substring(secret.length() - 30, secret.length() - 5));
  }

  @Test
  void firstStart_cutShort_isFinishedByTheNext() throws IOException {
    Files.createDirectories(data.resolve("keys"));
    Files.writeString(key("making-keys-unfinished"), "");
    try (Service service = start()) {
      assertThat(awaitHealth(service, "\"ok\"")).contains("\"ok\"");
    }
    assertThat(key("making-keys-unfinished")).doesNotExist();
  }

  @Test
  void keysPutAside_areRotated() throws IOException {
    start().close();
    for (String name : KEYS) {
      Files.move(key(name), key(name.replace("audit-", "audit-retiring-")));
    }
    try (Service rotating = start()) {
      assertThat(TrustPolicy.read(rotating.auditPolicy()).generations()).hasSize(2);
      assertThat(awaitHealth(rotating, "\"ok\"")).contains("\"ok\"");
    }
    for (String name : KEYS) {
      Files.delete(key(name.replace("audit-", "audit-retiring-")));
    }
    try (Service after = start()) {
      assertThat(TrustPolicy.read(after.auditPolicy()).generations()).hasSize(2);
      assertThat(awaitHealth(after, "\"ok\"")).contains("\"ok\"");
    }
  }

  @Test
  void anchorAway_isDegradedAndEverythingGoesOn() throws IOException {
    Path away = Files.createDirectory(data.resolve("away"));
    try (Service service = start("HERMESX_AUDIT_ANCHOR", away.resolve("anchor").toString())) {
      assertThat(awaitHealth(service, "\"ok\"")).contains("\"ok\"");
      Files.move(away, data.resolve("elsewhere"));
      Client admin = new Client(service.port(), service.bootstrapKey().orElseThrow().reveal());
      admin.post("/v1/sessions", "{\"title\":\"T\"}").require(201);
      assertThat(awaitHealth(service, "audit_not_anchored"))
          .contains("\"degraded\"")
          .contains("audit_not_anchored");
      assertThat(new Client(service.port(), "").get("/v1/health/ready").status()).isEqualTo(200);
      assertThat(admin.get("/v1/audit-status").text()).contains("cannot be written");
      assertThat(admin.get("/v1/metrics").text()).contains("hermesx_audit_anchor_failures 1.0");
      Files.move(data.resolve("elsewhere"), away);
      admin.post("/v1/sessions", "{\"title\":\"T\"}").require(201);
      assertThat(awaitHealth(service, "\"ok\"")).contains("\"ok\"");
    }
  }

  @Test
  void stateLost_isDegradedUntilANewOneIsWanted() throws IOException {
    start().close();
    Files.delete(data.resolve("audit-signer.state"));
    try (Service service = start()) {
      assertThat(awaitHealth(service, "audit_not_signed")).contains("audit_not_signed");
      assertThat(new Client(service.port(), "").get("/v1/health/ready").status()).isEqualTo(200);
    }
    try (Service service = start("HERMESX_AUDIT_NEW_STATE", "true")) {
      assertThat(awaitHealth(service, "\"ok\"")).contains("\"ok\"");
    }
    assertThatThrownBy(() -> start("HERMESX_AUDIT_NEW_STATE", "true"))
        .hasMessageContaining("there already");
  }

  @Test
  void startThatFailsBehindTheTrail_leavesNothingRunning() throws InterruptedException {
    start().close();
    Set<Thread> before = threads();
    assertThatThrownBy(
            () -> start("HERMESX_REDIS_URL", "redis://host:port", "HERMESX_REDIS_OUTAGE", "closed"))
        .hasMessageContaining("redis");
    Set<Thread> left = threads();
    left.removeAll(before);
    for (Thread thread : left) {
      thread.join(10_000); // it was told to end, nobody waits for that
      assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("hermesx-") && thread.isAlive())
        .collect(Collectors.toSet());
  }

  @Test
  void pathThatIsWrong_isAnErrorThatNamesTheVariable() {
    for (String variable : List.of("HERMESX_AUDIT_STATE", "HERMESX_AUDIT_ANCHOR")) {
      assertThatThrownBy(() -> start(variable, data.resolve("no/such").toString()))
          .isInstanceOf(AuditStartException.class)
          .hasMessageContaining(variable)
          .hasMessageContaining("allowed: ");
      assertThatThrownBy(() -> start(variable, data.toString())).hasMessageContaining("a folder");
    }
    assertThatThrownBy(
            () ->
                start(
                    "HERMESX_AUDIT_TSA",
                    "http://127.0.0.1:9/tsr",
                    "HERMESX_AUDIT_TSA_CERTIFICATE",
                    data.resolve("none.pem").toString()))
        .hasMessageContaining("HERMESX_AUDIT_TSA_CERTIFICATE");
  }
}

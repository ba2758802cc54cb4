// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.json.JsonObject;
import io.hermesx.examples.service.config.Configuration;
import io.hermesx.examples.service.identity.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens at the edge of HTTP: request ids, slow and broken clients, ports, the end. */
@Timeout(60)
class EdgeTest {

  @TempDir private Path data;

  private Map<String, String> environment(String... variables) {
    Map<String, String> environment = new HashMap<>(Map.of("HERMESX_DATA", data.toString()));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return environment;
  }

  @Test
  void requestId_thatIsValid_isEchoedAndAnotherIsReplaced() {
    try (RunningService service = new RunningService()) {
      assertThat(requestId(service, "abc-1.2_3")).isEqualTo("abc-1.2_3");
      assertThat(requestId(service, "with space")).matches("[0-9a-f-]{36}");
      assertThat(requestId(service, "x".repeat(129))).matches("[0-9a-f-]{36}");
    }
  }

  private static String requestId(RunningService service, String sent) {
    HttpResponse<String> answer =
        service.send(service.request("", "/v1/me").header("X-Request-Id", sent));
    String echoed = answer.headers().firstValue("X-Request-Id").orElseThrow();
    assertThat(RunningService.json(answer).string("request_id")).isEqualTo(echoed);
    return echoed;
  }

  @Test
  void body_thatStops_isCutOffByTheIdleTimeout() throws IOException {
    try (RunningService service = new RunningService("HERMESX_IDLE_SECONDS", "1");
        Socket socket = connect(service)) {
      begin(socket, service.adminKey(), 100);
      assertCutOff(socket);
      assertThat(service.get(service.adminKey(), "/v1/sessions").body()).contains("\"data\":[]");
    }
  }

  @Test
  void body_thatDribbles_isCutOffByTheTotalDeadline() throws IOException {
    try (RunningService service =
            new RunningService("HERMESX_IDLE_SECONDS", "30", "HERMESX_BODY_SECONDS", "1");
        Socket socket = connect(service)) {
      begin(socket, service.adminKey(), 1_000);
      try (Dribble dribble = new Dribble(socket)) {
        assertCutOff(socket);
        assertThat(dribble.thread().isShutdown()).isFalse();
      }
    }
  }

  /** A client that sends a character now and then, as long as it may. */
  private record Dribble(ScheduledExecutorService thread) implements AutoCloseable {

    Dribble(Socket socket) {
      this(Executors.newSingleThreadScheduledExecutor());
      Future<?> unused =
          thread.scheduleAtFixedRate(() -> write(socket), 50, 50, TimeUnit.MILLISECONDS);
    }

    private static void write(Socket socket) {
      try {
        socket.getOutputStream().write(' ');
      } catch (IOException e) {
        throw new UncheckedIOException("the service closed the connection, as it should", e);
      }
    }

    @Override
    public void close() {
      thread.shutdownNow();
    }
  }

  private static Socket connect(RunningService service) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void begin(Socket socket, String key, int length) throws IOException {
    String head =
        "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + key
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + length
            + "\r\n\r\n{";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Either 408 or nothing, and then the end of the connection. */
  private static void assertCutOff(Socket socket) throws IOException {
    String answer;
    try (InputStream in = socket.getInputStream()) {
      answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
    assertThat(answer)
        .satisfiesAnyOf(a -> assertThat(a).isEmpty(), a -> assertThat(a).contains(" 408 "));
  }

  @Test
  void requestThatIsNoHttp_isAProblem() throws IOException {
    try (RunningService service = new RunningService();
        Socket socket = connect(service)) {
      socket
          .getOutputStream()
          .write(
              "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).contains(" 400 ").contains("application/problem+json");
      assertThat(JsonObject.parseObject(answer.substring(answer.indexOf('{'))).string("code"))
          .isEqualTo("malformed_request");
    }
  }

  @Test
  void port_thatIsTaken_isNamedWithWhatToDoAndNothingIsLeftRunning() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      MemoryDatabase database = new MemoryDatabase();
      Configuration configuration =
          Configuration.of(environment("HERMESX_PORT", Integer.toString(taken.getLocalPort())));
      assertThatThrownBy(() -> Service.start(configuration, database))
          .hasMessageContaining("HERMESX_PORT")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
      assertThatThrownBy(() -> database.store().forTenant(Platform.TENANT).tenants().find())
          .isInstanceOf(RuntimeException.class);
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(t -> t.getName().startsWith("hermesx-housekeeping"));
    }
  }

  @Test
  void service_closed_leavesNoThreadOfItsOwn() {
    RunningService service = new RunningService();
    service.get("", "/v1/health");
    service.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.isAlive() && t.getName().startsWith("hermesx-"));
  }

  @Test
  void readiness_withTheDatabaseAway_is503WhileLivenessStays() {
    try (RunningService service = new RunningService()) {
      service.database().goAway();
      HttpResponse<String> ready = service.get("", "/v1/health/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.headers().firstValue("Retry-After")).isPresent();
      assertThat(service.get("", "/v1/health").statusCode()).isEqualTo(503);
      assertThat(service.get("", "/v1/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void head_isAnsweredLikeGetWithoutTheBody() {
    try (RunningService service = new RunningService()) {
      assertThat(asked(service, "", "HEAD", "/v1/me").statusCode()).isEqualTo(401);
      HttpResponse<String> me = asked(service, service.adminKey(), "HEAD", "/v1/me");
      assertThat(me.statusCode()).isEqualTo(200);
      assertThat(me.body()).isEmpty();
      assertThat(asked(service, "", "HEAD", "/v1/nothing").statusCode()).isEqualTo(404);
      service.database().goAway();
      assertThat(asked(service, "", "HEAD", "/v1/health/ready").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void methodsThatHttpDoesNotHave_areRefused() {
    try (RunningService service = new RunningService()) {
      for (String method : List.of("BEFORE", "AFTER", "BEFORE_MATCHED", "FOO")) {
        assertThat(asked(service, "", method, "/v1/me").statusCode()).isEqualTo(405);
      }
    }
  }

  private static HttpResponse<String> asked(
      RunningService service, String key, String method, String path) {
    return service.send(
        service.request(key, path).method(method, HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void greeting_withAModelOfTheOperators_triesThatOne() {
    Configuration configuration =
        Configuration.of(
            environment(
                "HERMESX_PORT",
                "0",
                "HERMESX_MODEL_URL",
                "http://127.0.0.1:9/v1",
                "HERMESX_MODELS",
                "my-model,other"));
    try (Service service = Service.start(configuration, new MemoryDatabase())) {
      assertThat(Console.greeting(configuration, service)).contains("{\"model\":\"my-model\",");
    }
  }

  @Test
  void store_away_isAProblemThatSaysToRetry() {
    try (RunningService service = new RunningService()) {
      String key = service.adminKey();
      service.store().close();
      HttpResponse<String> answer = service.get(key, "/v1/me");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(RunningService.code(answer)).isEqualTo("unavailable");
    }
  }

  @Test
  void bootstrapKey_isIssuedOnTheFirstStartOnly() {
    MemoryDatabase database = new MemoryDatabase();
    Configuration configuration = Configuration.of(environment("HERMESX_PORT", "0"));
    try (Service first = Service.start(configuration, new Kept(database))) {
      assertThat(first.bootstrapKey()).isPresent();
      assertThat(Console.greeting(configuration, first))
          .contains(first.bootstrapKey().orElseThrow().reveal())
          .contains("curl http://127.0.0.1:" + first.port());
    }
    try (Service second = Service.start(configuration, database)) {
      assertThat(second.bootstrapKey()).isEmpty();
      assertThat(Console.greeting(configuration, second)).doesNotContain("hmx_");
    }
  }

  @Test
  void newAdminKey_wasWanted_isIssuedAndTheLostOneRevoked() {
    MemoryDatabase database = new MemoryDatabase();
    String lost;
    try (Service first =
        Service.start(Configuration.of(environment("HERMESX_PORT", "0")), new Kept(database))) {
      lost = first.bootstrapKey().orElseThrow().reveal();
    }
    Configuration wanted =
        Configuration.of(environment("HERMESX_PORT", "0", "HERMESX_NEW_ADMIN_KEY", "true"));
    try (Service second = Service.start(wanted, database)) {
      String fresh = second.bootstrapKey().orElseThrow().reveal();
      assertThat(new Client(second.port(), fresh).get("/v1/tenants").status()).isEqualTo(200);
      Client.Answer refused = new Client(second.port(), lost).get("/v1/tenants");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.json().string("code")).isEqualTo("key_revoked");
    }
  }
}

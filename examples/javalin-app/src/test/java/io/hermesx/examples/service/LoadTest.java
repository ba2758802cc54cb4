// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.examples.service.config.Configuration;
import io.hermesx.examples.service.model.Upstream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred clients at once, on a real PostgreSQL with durable settings, and an upstream of whose
 * answers one in a hundred is bad. Every answer is accounted for: none fails but those that the
 * upstream spoilt, and each leaves exactly one record of everything.
 *
 * <p>Ten seconds; {@code -Dload.seconds=60} for a minute.
 */
class LoadTest {

  private static final int CLIENTS = 200;
  private static final int ONE_IN = 100;
  private static final int PAGE = 100;

  private final AtomicInteger asked = new AtomicInteger();
  private final LongAdder spoilt = new LongAdder();
  private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();

  @Test
  void twoHundredClients_oneAnswerInAHundredSpoilt_nothingElseFailsAndNothingIsLost(
      @TempDir Path data) throws Exception {
    try (Upstream upstream = Upstream.that(this::answer);
        Service service = Service.start(configuration(data, upstream))) {
      Client client = new Client(service.port(), service.bootstrapKey().orElseThrow().reveal());

      List<Long> micros = drive(client, Duration.ofSeconds(Integer.getInteger("load.seconds", 10)));

      report(micros);
      long good = count(200);
      long all = micros.size();
      assertThat(all - good).as("answers that are not 200: %s", statuses).isEqualTo(spoilt.sum());
      assertThat(statuses.keySet()).isSubsetOf(200, 502, 503);
      assertRecorded(client, all, good);
    }
  }

  private void assertRecorded(Client client, long all, long good) {
    Map<String, Integer> receipts = receipts(client);
    assertThat(receipts.getOrDefault("open", 0)).as("receipts without an end").isZero();
    assertThat(receipts.getOrDefault("final", 0)).as("final receipts").isEqualTo((int) all);

    JsonObject usage = client.get("/v1/usage").require(200);
    JsonObject totals = (JsonObject) usage.require("totals");
    assertThat(totals.integer("calls")).as("usage records").isEqualTo(all);
    assertThat(totals.integer("output_tokens")).isEqualTo(7 * good);
    JsonObject budget = (JsonObject) ((JsonArray) usage.require("budgets")).items().get(0);
    assertThat(budget.string("held")).as("held").isEqualTo("0");
    assertThat(budget.string("committed")).as("committed").isEqualTo(totals.string("nano_usd"));

    JsonObject audit = client.post("/v1/audit-logs/verify", "{}").require(200);
    assertThat(audit.bool("intact")).as("%s", audit).isTrue();
    assertThat(audit.integer("events")).as("audit events").isGreaterThanOrEqualTo(2 * all);
  }

  private static Map<String, Integer> receipts(Client client) {
    Map<String, Integer> states = new TreeMap<>();
    String next = "";
    do {
      JsonObject page =
          client
              .get(
                  "/v1/execution-receipts?limit="
                      + PAGE
                      + (next.isEmpty() ? "" : "&page_token=" + next))
              .require(200);
      for (var row : ((JsonArray) page.require("data")).items()) {
        states.merge(((JsonObject) row).string("state"), 1, Integer::sum);
      }
      next = page.string("next_page_token");
    } while (!next.isEmpty());
    return states;
  }

  private List<Long> drive(Client client, Duration duration)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + duration.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Callable<List<Long>>> loops = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      loops.add(() -> loop(client, end));
    }
    List<Long> micros = new ArrayList<>();
    for (Future<List<Long>> loop : threads.invokeAll(loops)) {
      micros.addAll(loop.get());
    }
    threads.shutdown();
    return micros;
  }

  private List<Long> loop(Client client, long end) {
    List<Long> micros = new ArrayList<>();
    do {
      long begin = System.nanoTime();
      int status =
          client
              .post(
                  "/v1/chat/completions",
                  "{\"model\":\"served-1\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}")
              .status();
      micros.add((System.nanoTime() - begin) / 1_000);
      statuses.computeIfAbsent(status, s -> new LongAdder()).increment();
    } while (System.nanoTime() < end);
    return micros;
  }

  private void answer(Socket socket, OutputStream out) throws IOException {
    int number = asked.incrementAndGet();
    if (number % ONE_IN != 0) {
      Upstream.write(out, 200, "application/json", Upstream.chat("hello"));
      return;
    }
    spoilt.increment();
    switch (number / ONE_IN % 4) {
      case 0 -> Upstream.write(out, 500, "text/plain", "out of order");
      case 1 -> Upstream.write(out, 429, "application/json", "{}");
      case 2 -> Upstream.write(out, 200, "text/html", "<html>");
      default -> socket.setSoLinger(true, 0);
    }
  }

  private long count(int status) {
    return statuses.getOrDefault(status, new LongAdder()).sum();
  }

  private void report(List<Long> micros) {
    micros.sort(Long::compare);
    System.out.printf(
        "load: %d clients, %d requests, answers %s, median %d ms, p99 %d ms%n",
        CLIENTS,
        micros.size(),
        statuses,
        micros.get(micros.size() / 2) / 1_000,
        micros.get(micros.size() * 99 / 100) / 1_000);
  }

  private static Configuration configuration(Path data, Upstream upstream) {
    return Configuration.of(
        Map.of(
            "HERMESX_PORT", "0",
            "HERMESX_DATA", data.toString(),
            "HERMESX_MODEL_URL", upstream.baseUrl(),
            "HERMESX_MODELS", "served-1",
            "HERMESX_REQUESTS_PER_MINUTE", "1000000",
            "HERMESX_BUDGET_USD", "1000000",
            "HERMESX_LOG_LEVEL", "error"));
  }
}

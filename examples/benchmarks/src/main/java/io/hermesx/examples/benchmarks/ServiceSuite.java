// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks;

import io.hermesx.examples.service.Service;
import io.hermesx.examples.service.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the guard costs an HTTP request: {@code /v1/chat/completions} with the echo model on a
 * durable embedded PostgreSQL, and the same route without HermesX, in turns.
 */
final class ServiceSuite {

  private static final int CALLERS = 16;

  private final Rounds rounds;

  ServiceSuite(Rounds rounds) {
    this.rounds = rounds;
  }

  void run() throws IOException {
    Path data = Files.createTempDirectory("hermesx-benchmark");
    try (Service service = Service.start(configuration(data));
        UnguardedServer unguarded = new UnguardedServer()) {
      String key = service.bootstrapKey().orElseThrow().reveal();
      measure(
          new HttpLoad(service.port(), key, CALLERS), new HttpLoad(unguarded.port(), key, CALLERS));
    } finally {
      delete(data);
    }
  }

  private void measure(HttpLoad ours, HttpLoad theirs) {
    int count = rounds.count();
    double[][] figures = new double[4][count];
    Duration length = Duration.ofSeconds(rounds.seconds() * 3L);
    ours.run(length);
    theirs.run(length);
    for (int round = 0; round < count; round++) {
      HttpLoad.Figures bare = theirs.run(length);
      HttpLoad.Figures guarded = ours.run(length);
      Report.print(
          "round %d: unguarded %.0f/s p50 %.1f ms p99 %.1f ms, guarded %.0f/s p50 %.1f ms p99 %.1f ms%n",
          round + 1,
          bare.perSecond(),
          bare.medianMillis(),
          bare.p99Millis(),
          guarded.perSecond(),
          guarded.medianMillis(),
          guarded.p99Millis());
      figures[0][round] = guarded.perSecond();
      figures[1][round] = bare.perSecond();
      figures[2][round] = guarded.p99Millis();
      figures[3][round] = bare.p99Millis();
    }
    Report.ratio("service-chat-vs-unguarded-throughput", figures[0], figures[1]);
    Report.ratio("service-chat-vs-unguarded-p99-time", figures[2], figures[3]);
  }

  private static Configuration configuration(Path data) {
    return Configuration.of(
        Map.of(
            "HERMESX_PORT", "0",
            "HERMESX_DATA", data.toString(),
            "HERMESX_REQUESTS_PER_MINUTE", "1000000",
            "HERMESX_BUDGET_USD", "1000000",
            "HERMESX_LOG_LEVEL", "error"));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

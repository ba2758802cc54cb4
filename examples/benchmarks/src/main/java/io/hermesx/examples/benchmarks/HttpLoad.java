// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** So many callers that ask one route, each again as soon as it is answered. */
final class HttpLoad {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest request;
  private final int callers;

  HttpLoad(int port, String key, int callers) {
    this.callers = callers;
    this.request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"))
            .build();
  }

  /** What a round came to. */
  record Figures(double perSecond, double medianMillis, double p99Millis) {}

  Figures run(Duration duration) {
    long begin = System.nanoTime();
    List<Long> nanos = all(begin + duration.toNanos());
    double seconds = (System.nanoTime() - begin) / 1e9;
    Collections.sort(nanos);
    return new Figures(
        nanos.size() / seconds,
        nanos.get(nanos.size() / 2) / 1e6,
        nanos.get(nanos.size() * 99 / 100) / 1e6);
  }

  private List<Long> all(long end) {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<Callable<List<Long>>> loops = Collections.nCopies(callers, () -> loop(end));
      List<Long> nanos = new ArrayList<>();
      for (Future<List<Long>> loop : threads.invokeAll(loops)) {
        nanos.addAll(loop.get());
      }
      return nanos;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdown();
    }
  }

  private List<Long> loop(long end) throws InterruptedException {
    List<Long> nanos = new ArrayList<>();
    while (System.nanoTime() < end) {
      long begin = System.nanoTime();
      HttpResponse<String> response = send();
      if (response.statusCode() != 200) {
        throw new IllegalStateException(response.statusCode() + " " + response.body());
      }
      nanos.add(System.nanoTime() - begin);
    }
    return nanos;
  }

  private HttpResponse<String> send() throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

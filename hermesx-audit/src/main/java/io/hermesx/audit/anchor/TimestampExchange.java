// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.audit.AnchorException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests to a time-stamp authority over HTTP (RFC 3161 §3.4). Thread-safe. */
final class TimestampExchange {

  private static final String ANSWER = "application/timestamp-reply";

  private final URI authority;
  private final Duration timeout;
  private final HttpClient client;

  TimestampExchange(URI authority, Duration timeout) {
    this.authority = authority;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  URI authority() {
    return authority;
  }

  /** Sends a request and returns the octets of the answer, at most 64 KiB. */
  byte[] send(byte[] request) {
    HttpRequest post =
        HttpRequest.newBuilder(authority)
            .header("Content-Type", "application/timestamp-query")
            .header("Accept", ANSWER)
            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
            .build();
    // A request's own time-out ends with the headers of the answer; this one covers all of it.
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(post, response -> new BoundedBody());
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
      if (response.statusCode() != 200 || !type.trim().toLowerCase(Locale.ROOT).equals(ANSWER)) {
        throw new AnchorException(
            "the time-stamp authority "
                + authority
                + " answers with HTTP status "
                + response.statusCode()
                + ", allowed: 200 with the content type "
                + ANSWER
                + "; check the address");
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("is not waited for: the thread was interrupted", e);
    } catch (TimeoutException e) {
      throw unreachable("did not answer within " + timeout, e);
    } catch (ExecutionException e) {
      throw unreachable("cannot be reached: " + e.getCause(), e);
    } finally {
      answer.cancel(true);
    }
  }

  private AnchorException unreachable(String what, Exception cause) {
    return new AnchorException("the time-stamp authority " + authority + " " + what, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.audit.AnchorException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to an anchor over HTTP: no redirects, at most 64 KiB of an answer, and all of it within
 * the time. Thread-safe.
 */
final class AnchorExchange {

  private final String who;
  private final URI address;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * @param what what messages call it, such as {@code time-stamp authority}
   */
  AnchorExchange(String what, URI address, Duration timeout) {
    this.who = "the " + what + " " + AnchorSettings.shown(address);
    this.address = address;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** What messages call the anchor, with its address as far as it is no secret. */
  String who() {
    return who;
  }

  /** Starts a request to the address. */
  HttpRequest.Builder request() {
    return HttpRequest.newBuilder(address);
  }

  /** Sends a request and returns the answer, whatever its status. */
  HttpResponse<byte[]> send(HttpRequest request) {
    // A request's own time-out ends with the headers of the answer; this one covers all of it.
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, response -> new BoundedBody());
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused("is not waited for: the thread was interrupted", e);
    } catch (TimeoutException e) {
      throw refused("did not answer within " + timeout, e);
    } catch (ExecutionException e) {
      throw refused("cannot be reached: " + e.getCause(), e);
    } finally {
      answer.cancel(true);
    }
  }

  /** Returns what says that the anchor did something that ends the anchoring. */
  AnchorException refused(String what) {
    return new AnchorException(who + " " + what);
  }

  AnchorException refused(String what, Exception cause) {
    return new AnchorException(who + " " + what, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;

/** Requests to a time-stamp authority over HTTP (RFC 3161 §3.4). Thread-safe. */
final class TimestampExchange {

  private static final String ANSWER = "application/timestamp-reply";

  private final AnchorExchange exchange;

  TimestampExchange(URI authority, Duration timeout) {
    this.exchange = new AnchorExchange("time-stamp authority", authority, timeout);
  }

  /** What messages call the authority. */
  String who() {
    return exchange.who();
  }

  /** Sends a request and returns the octets of the answer, at most 64 KiB. */
  byte[] send(byte[] request) {
    HttpRequest post =
        exchange
            .request()
            .header("Content-Type", "application/timestamp-query")
            .header("Accept", ANSWER)
            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
            .build();
    HttpResponse<byte[]> response = exchange.send(post);
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    if (response.statusCode() != 200 || !type.trim().toLowerCase(Locale.ROOT).equals(ANSWER)) {
      throw exchange.refused(
          "answers with HTTP status "
              + response.statusCode()
              + ", allowed: 200 with the content type "
              + ANSWER
              + "; check the address");
    }
    return response.body();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonSchemaViolation;
import io.hermesx.core.json.JsonSyntaxException;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.time.Ticker;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a body within its limits, strictly, and checks it against its schema. */
final class RequestBody {

  private static final int DEPTH = 64;
  private static final int VALUES = 100_000;
  private static final int CHUNK = 8_192;

  private final HttpLimits limits;
  private final Ticker ticker;

  RequestBody(HttpLimits limits, Ticker ticker) {
    this.limits = limits;
    this.ticker = ticker;
  }

  JsonObject read(HttpServletRequest request, Route.Body expected) {
    requireJson(request.getContentType());
    if (request.getContentLengthLong() > limits.bodyBytes()) {
      throw Problems.tooLarge(limits.bodyBytes()).exception();
    }
    JsonObject object = object(parse(octets(request)));
    List<JsonSchemaViolation> violations = expected.check().validate(object);
    if (!violations.isEmpty()) {
      throw Problems.invalidBody(
          violations.stream()
              .map(v -> new Problem.Place(v.pointer().toString(), v.message()))
              .toList());
    }
    return object;
  }

  private static void requireJson(@Nullable String contentType) {
    String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals("application/json")) {
      throw Problem.of(
              415,
              "not_json",
              "Unsupported media type",
              "This route takes JSON. Send the header Content-Type: application/json.")
          .exception();
    }
  }

  private byte[] octets(HttpServletRequest request) {
    long deadline = ticker.nanos() + limits.bodyDeadline().toNanos();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = request.getInputStream();
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        all.write(chunk, 0, n);
        if (all.size() > limits.bodyBytes()) {
          throw Problems.tooLarge(limits.bodyBytes()).exception();
        }
        if (ticker.nanos() - deadline > 0) {
          throw Problems.timeout().exception();
        }
      }
    } catch (IOException e) {
      // The connection was idle for too long, or is gone: then nobody reads this.
      throw Problems.timeout().exception();
    }
    return all.toByteArray();
  }

  private JsonValue parse(byte[] octets) {
    if (octets.length == 0) {
      throw malformed("The body is empty. Send a JSON object.");
    }
    int most = (int) limits.bodyBytes();
    try {
      return JsonValue.parse(octets, new JsonLimits(most, DEPTH, most, VALUES));
    } catch (JsonSyntaxException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private static JsonObject object(JsonValue value) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw malformed("The body is no JSON object. Send one.");
  }

  private static ProblemException malformed(String detail) {
    return Problem.of(400, "malformed_json", "The body is not strict JSON", detail)
        .at(List.of(new Problem.Place("", detail)))
        .exception();
  }
}

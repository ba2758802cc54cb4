// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

import io.hermesx.core.time.IdSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Problems of requests that never become one, such as a header section that is too large. */
final class EdgeProblems extends ErrorHandler {

  private final IdSource ids;

  EdgeProblems(IdSource ids) {
    this.ids = ids;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Problem problem =
        status >= 500
            ? Problems.internal()
            : Problem.of(
                status,
                "malformed_request",
                "The request is not valid HTTP",
                "Correct the request line and the headers.");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    String body = problem.toJson(ids.next().toString()).toJson();
    response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.http;

/** Thrown where the server cannot listen. */
public final class HttpStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  HttpStartException(HttpServer.Where where, Throwable cause) {
    super(
        "Cannot listen on "
            + where.address()
            + ":"
            + where.port()
            + ": is another program using that port, or the address not of this machine? Set"
            + " HERMESX_PORT (0 to 65535, 0 for any free one) or HERMESX_BIND_ADDRESS.",
        cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

/**
 * Where a server listens.
 *
 * @param host a name or an address
 * @param port 1 to 65,535
 */
public record RedisAddress(String host, int port) {

  private static final int HIGHEST_PORT = 65_535;

  /** Checks both. */
  public RedisAddress {
    if (host.isBlank()) {
      throw new IllegalArgumentException("a Redis host is blank, allowed: a name or an address");
    }
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "the port of " + host + " is " + port + ", allowed: 1 to " + HIGHEST_PORT);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}

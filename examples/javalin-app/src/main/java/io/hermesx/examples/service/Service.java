// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import io.hermesx.examples.service.config.Configuration;

/** The service: {@link #start} it, {@link #close} it. */
public final class Service implements AutoCloseable {

  private Service() {}

  /** Starts a service and answers once it takes requests. */
  public static Service start(Configuration configuration) {
    return new Service();
  }

  /** Runs a service until the process is told to end. */
  public static void main(String[] args) {
    try (Service service = start(Configuration.of(System.getenv()))) {
      System.out.println("started " + service.port());
    }
  }

  /** The port it listens on. */
  public int port() {
    return 0;
  }

  @Override
  public void close() {}
}

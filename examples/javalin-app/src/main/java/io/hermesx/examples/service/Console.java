// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import io.hermesx.examples.service.config.Configuration;
import io.hermesx.examples.service.config.Variable;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The service as a program: what it tells the person who starts it, and how it ends. */
final class Console {

  private Console() {}

  /** Runs until the process is told to end; a service that cannot start ends it with status 1. */
  static void run(Map<String, String> environment) {
    try {
      Configuration configuration = Configuration.of(environment);
      Service service = Service.start(configuration);
      System.out.println(greeting(configuration, service));
      CountDownLatch ended = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    service.close();
                    ended.countDown();
                  },
                  "hermesx-service-end"));
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      System.err.println("The service cannot start. " + e.getMessage());
      System.exit(1);
    }
  }

  static String greeting(Configuration configuration, Service service) {
    String address = configuration.text(Variable.BIND_ADDRESS);
    String host = address.contains(":") ? "[" + address + "]" : address;
    String url = "http://" + host + ":" + service.port();
    StringBuilder text = new StringBuilder();
    text.append("\nHermesX example service: ").append(url);
    text.append("  (GET /v1/openapi describes it; Ctrl-C ends it)\n");
    text.append("Its audit trail is verified with ").append(service.auditPolicy()).append('\n');
    service
        .bootstrapKey()
        .ifPresent(
            key ->
                text.append("\nThe admin key of this installation, shown this once:\n\n  ")
                    .append(key.reveal())
                    .append("\n\nTry it:\n\n  curl ")
                    .append(url)
                    .append("/v1/chat/completions -H 'Authorization: Bearer ")
                    .append(key.reveal())
                    .append("' -H 'Content-Type: application/json' -d ")
                    .append("'{\"model\":\"")
                    .append(configuration.models().stream().findFirst().orElse(Governance.ECHO))
                    .append("\",\"messages\":[{\"role\":\"user\",")
                    .append("\"content\":\"hello\"}]}'\n"));
    return text.toString();
  }
}

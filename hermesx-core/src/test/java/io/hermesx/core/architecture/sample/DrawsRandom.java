// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample;

import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Draws randomness in each way the rule knows. */
final class DrawsRandom {

  UUID id() {
    return UUID.randomUUID();
  }

  double fraction() {
    return Math.random();
  }

  Random plain() {
    return new Random();
  }

  Random secure() {
    return new SecureRandom();
  }

  int local() {
    return ThreadLocalRandom.current().nextInt();
  }
}

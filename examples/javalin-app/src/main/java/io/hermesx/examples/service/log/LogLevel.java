// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much is logged. */
public final class LogLevel {

  private LogLevel() {}

  /** Sets it for the service and for HermesX; libraries stay at warnings. */
  public static void set(String level) {
    if (LoggerFactory.getLogger("io.hermesx") instanceof Logger logger) {
      logger.setLevel(Level.toLevel(level));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes several things in order; one that fails does not keep the others open. */
final class Closing {

  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private Closing() {}

  static void all(AutoCloseable... parts) {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("something could not be closed in order", e);
      }
    }
  }
}

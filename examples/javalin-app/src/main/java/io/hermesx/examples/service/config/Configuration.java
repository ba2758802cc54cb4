// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.config;

import java.util.Map;

/** What the operator sets. */
public final class Configuration {

  private Configuration() {}

  /** Reads and checks the variables that start with {@code HERMESX_}. */
  public static Configuration of(Map<String, String> environment) {
    return new Configuration();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.config;

/** A variable that is not as it must be; the message says which, and what to do. */
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public ConfigurationException(String message) {
    super(message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample;

/** Keeps a value with the thread. */
final class KeepsThreadLocal {

  private final ThreadLocal<String> tenant = new ThreadLocal<>();

  String tenant() {
    return tenant.get();
  }
}

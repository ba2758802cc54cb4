// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import io.hermesx.sandbox.ProcessSandboxExecutor;
import java.util.List;

/**
 * An executor under attack.
 *
 * @param name what the table calls it
 * @param executor opened once for the whole battery
 */
record BackEnd(String name, SandboxExecutor executor) implements AutoCloseable {

  static List<BackEnd> all() {
    return List.of(
        new BackEnd("refusing", SandboxExecutor.refusing()),
        new BackEnd("process", ProcessSandboxExecutor.builder().open()),
        new BackEnd("bubblewrap", BubblewrapSandboxExecutor.builder().open()));
  }

  @Override
  public void close() {
    executor.close();
  }
}

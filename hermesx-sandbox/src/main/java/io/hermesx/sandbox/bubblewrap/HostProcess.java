// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Starts programs on the host's side: nothing of this JVM's environment or folder reaches them. */
final class HostProcess {

  private static final File ROOT = new File("/");

  private HostProcess() {}

  /** Starts a command whose environment is these variables and the search path. */
  static Process start(List<String> command, Map<String, String> variables) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT);
    builder.environment().clear();
    builder.environment().put("PATH", BubblewrapCommands.SEARCH);
    builder.environment().putAll(variables);
    return builder.start();
  }
}

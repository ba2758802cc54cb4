// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts programs on the host's side: nothing of this JVM's environment or folder reaches them. */
final class HostProcess {

  private static final File ROOT = new File("/");
  private static final File NOTHING = new File("/dev/null");
  private static final Path OWN = Path.of("/proc/self/fd");

  private HostProcess() {}

  /**
   * Starts a command whose environment is these variables and the search path.
   *
   * @throws IOException if its program is no absolute path, which would be looked up on the {@code
   *     PATH} of this JVM, or cannot be started
   */
  static Process start(List<String> command, Map<String, String> variables) throws IOException {
    return builder(command, variables).start();
  }

  /** Starts one in the same way that reads nothing, and says everything into a file or nowhere. */
  static Process start(
      List<String> command, Map<String, String> variables, Optional<NamelessFile> words)
      throws IOException {
    return builder(command, variables)
        .redirectInput(NOTHING)
        .redirectErrorStream(true)
        .redirectOutput(
            words
                .map(file -> Redirect.to(OWN.resolve(Integer.toString(file.descriptor())).toFile()))
                .orElse(Redirect.DISCARD))
        .start();
  }

  private static ProcessBuilder builder(List<String> command, Map<String, String> variables)
      throws IOException {
    if (!Path.of(command.get(0)).isAbsolute()) {
      throw new IOException(
          "the program "
              + command.get(0)
              + " is not started by its name, allowed: an absolute path; name where it is");
    }
    ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT);
    builder.environment().clear();
    builder.environment().put("PATH", BubblewrapCommands.SEARCH);
    builder.environment().putAll(variables);
    return builder;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that outlives this JVM for a moment: at the end of its input, which is the JVM's death
 * however it comes, it kills what is left in the executor's cgroups and whatever carries the
 * executor's mark, and removes its cgroups and folder. Thread-safe.
 */
final class Warden implements AutoCloseable {

  /** The variable on the host's side that tells an executor's processes from all others. */
  static final String MARK = "HERMESX_EXECUTOR";

  /** Out of the JVM's process group, so that who kills that group does not kill the warden too. */
  static final String APART =
      "if command -v setsid >/dev/null; then exec setsid \"$0\" \"$@\"; fi; exec \"$0\" \"$@\"";

  private static final String SCRIPT = ScriptResource.read("warden.sh");
  private static final long PATIENCE_SECONDS = 5;

  private final Process process;

  private Warden(Process process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param shell a POSIX shell
   * @param mark the executor's, not to be guessed
   * @param folder what to remove at the end
   * @param cgroups folders to empty and remove, with the folders in them
   */
  static Warden start(Path shell, String mark, Path folder, List<Path> cgroups) throws IOException {
    List<String> command = new ArrayList<>(List.of(shell.toString(), "-c", APART));
    command.addAll(
        List.of(shell.toString(), "-c", SCRIPT, "hermesx-warden", mark, folder.toString()));
    cgroups.forEach(cgroup -> command.add(cgroup.toString()));
    return new Warden(HostProcess.start(command, Map.of()));
  }

  /** Whether it would notice now. */
  boolean lives() {
    return process.isAlive();
  }

  /** Completes when it has ended. */
  CompletableFuture<Process> end() {
    return process.onExit();
  }

  /** Lets it do its work now, as if this JVM had died, and returns whether it came to an end. */
  boolean alarm() throws IOException, InterruptedException {
    process.getOutputStream().close();
    return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Ends it at once, whatever it is doing. */
  void abandon() {
    process.destroyForcibly();
  }

  /** Ends it without any work: there is nothing left to clean up. */
  @Override
  public void close() {
    try (OutputStream orders = process.getOutputStream()) {
      orders.write("done\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }
}

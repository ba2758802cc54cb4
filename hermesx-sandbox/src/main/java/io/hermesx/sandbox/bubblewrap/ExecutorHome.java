// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.sandbox.files.ExecutorFolder;
import io.hermesx.sandbox.files.Reason;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The executor's folder with what programs see of it. A JVM that runs for long may lose it, or part
 * of it, to whoever tidies the temporary folder: it is looked at before each program, and what is
 * gone is made again. Thread-safe.
 */
final class ExecutorHome {

  private static final Path HOSTS_ETC = Path.of("/etc");

  private final ExecutorFolder folder;
  private final EtcFolder etc;
  private final Making volumes;

  /** Held over the making, which is once in many days: two must not make the same folder. */
  private final ReentrantLock making = new ReentrantLock();

  private ExecutorHome(ExecutorFolder folder, EtcFolder etc, Making volumes) {
    this.folder = folder;
    this.etc = etc;
    this.volumes = volumes;
  }

  /** How the folder of work folders is made. */
  @FunctionalInterface
  interface Making {
    Volumes in(Path folder) throws IOException;
  }

  /** Puts what programs see into a folder. */
  static ExecutorHome in(ExecutorFolder folder, Making volumes) throws IOException {
    try {
      return new ExecutorHome(folder, EtcFolder.make(HOSTS_ETC, folder.path()), volumes);
    } catch (IOException | DirectoryIteratorException e) {
      throw told(folder, e);
    }
  }

  /** Returns the {@code /etc} that programs see. */
  Path etc() {
    return etc.path();
  }

  /**
   * Makes again what is gone.
   *
   * @param made the folder of work folders
   * @throws IOException if that cannot be done, for an operator to read
   */
  void keep(Volumes made) throws IOException {
    folder.keep();
    try {
      etc.keep();
      keepVolumes(made.parent());
    } catch (IOException | DirectoryIteratorException e) {
      throw told(folder, e);
    }
  }

  private void keepVolumes(Path parent) throws IOException {
    if (Files.isDirectory(parent)) {
      return;
    }
    making.lock();
    try {
      if (!Files.isDirectory(parent)) {
        Volumes unused = volumes.in(folder.path());
      }
    } finally {
      making.unlock();
    }
  }

  private static IOException told(ExecutorFolder folder, Exception e) {
    return new IOException(
        "what programs see could not be made in "
            + folder.path()
            + ": "
            + Reason.of(e)
            + "; make room there or name another folder with temporaryFolder, and let the user of"
            + " this process read what anybody may read in "
            + HOSTS_ETC,
        e);
  }
}

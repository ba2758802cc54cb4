// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL of a service that was killed: it lives on, and a new one cannot start on its data.
 * The folder's lock has said already that no service uses it.
 */
final class Leftover {

  private static final Logger LOG = LoggerFactory.getLogger(Leftover.class);
  private static final long PATIENCE_SECONDS = 15;

  private final DataFolder folder;

  Leftover(DataFolder folder) {
    this.folder = folder;
  }

  /** Stops it, or takes a file away that names a process that is gone or is another one. */
  void stop() {
    Path file = folder.cluster().resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return;
    }
    Optional<ProcessHandle> running = process(file).filter(this::isOurs);
    if (running.isPresent()) {
      LOG.warn("a PostgreSQL of a killed service still runs as process {}", running.get().pid());
      end(running.get());
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw folder.cannotWrite(e);
    }
  }

  private Optional<ProcessHandle> process(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,9}")) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive);
    } catch (IOException e) {
      throw folder.cannotWrite(e);
    }
  }

  /**
   * A process id is used again after a while: only a postgres with this folder as its data is it.
   */
  private boolean isOurs(ProcessHandle process) {
    String command = commandLine(process);
    String program = process.info().command().orElseGet(() -> command.split("\0", 2)[0]);
    boolean postgres = program.endsWith("/postgres") || program.endsWith("\\postgres.exe");
    return postgres && command.contains(folder.cluster().toString());
  }

  /**
   * Whole and with NUL between the arguments, where the system has it in a file: the handle's is
   * cut or empty on some systems.
   */
  private static String commandLine(ProcessHandle process) {
    Path file = Path.of("/proc/" + process.pid() + "/cmdline");
    try {
      return Files.isReadable(file)
          ? Files.readString(file, StandardCharsets.UTF_8)
          : process.info().commandLine().orElse("");
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }

  private void end(ProcessHandle process) {
    process.destroy();
    if (ended(process)) {
      return;
    }
    process.destroyForcibly();
    if (!ended(process)) {
      throw new DatabaseException(
          "A PostgreSQL of a service that was killed still uses "
              + folder.cluster()
              + " as process "
              + process.pid()
              + " and does not end. End it by hand, then start again.");
    }
  }

  private static boolean ended(ProcessHandle process) {
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

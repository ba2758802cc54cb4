// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.tool;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command run to its end or to its limit, in an empty folder that is deleted afterwards, with an
 * environment of four variables and no input. At the end every descendant that can be found is
 * killed; one that has changed its environment and left the process tree on purpose cannot be
 * found. One object a command.
 */
final class LocalProcess {

  static final int MAX_OUTPUT = 64 << 10;

  private static final long LOOK_MILLIS = 10;
  private static final int MAX_ROUNDS = 100;

  private final InstantSource clock;
  private final Duration limit;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private boolean cut;

  LocalProcess(InstantSource clock, Duration limit) {
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * How a command ended.
   *
   * @param exited whether it ended by itself
   * @param code its exit code, if so
   * @param output what it wrote, both streams together
   * @param cut whether it was killed for writing too much
   */
  record Ending(boolean exited, int code, String output, boolean cut) {}

  Ending run(String command) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("hermesx-shell-");
    try {
      Process process = start(command, folder);
      try {
        boolean exited = watch(process, clock.instant().plus(limit));
        String text = output.toString(StandardCharsets.UTF_8);
        return new Ending(exited, exited ? process.exitValue() : -1, text, cut);
      } finally {
        kill(process, folder);
      }
    } finally {
      delete(folder);
    }
  }

  private static Process start(String command, Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"));
    var environment = builder.environment();
    environment.clear();
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("HOME", folder.toString());
    environment.put("TMPDIR", folder.toString());
    environment.put("LANG", "C.UTF-8");
    return builder.start();
  }

  /** Reads without blocking, so that a descendant that holds the pipe open holds up nobody. */
  private boolean watch(Process process, Instant end) throws IOException, InterruptedException {
    InputStream in = process.getInputStream();
    boolean exited = false;
    while (!exited && !cut && clock.instant().isBefore(end)) {
      exited = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      drain(in);
    }
    return exited && !cut;
  }

  private void drain(InputStream in) throws IOException {
    for (int available = in.available(); !cut && available > 0; available = in.available()) {
      byte[] piece = in.readNBytes(Math.min(available, MAX_OUTPUT + 1 - output.size()));
      output.writeBytes(piece);
      cut = output.size() > MAX_OUTPUT;
    }
  }

  /** Kills what is there, and looks again for what was started meanwhile. */
  private static void kill(Process process, Path folder) {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroyForcibly();
    for (int round = 0; round < MAX_ROUNDS && !family.isEmpty(); round++) {
      List<ProcessHandle> more = family.stream().flatMap(ProcessHandle::descendants).toList();
      family.forEach(ProcessHandle::destroyForcibly);
      family = more;
    }
    orphans(folder).forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * A child whose parent has ended is nobody's descendant any more; on Linux it is known by the
   * folder in its environment.
   */
  private static List<ProcessHandle> orphans(Path folder) {
    byte[] mark = ("HOME=" + folder).getBytes(StandardCharsets.UTF_8);
    return ProcessHandle.allProcesses()
        .filter(
            handle -> environment(handle).contains(new String(mark, StandardCharsets.ISO_8859_1)))
        .toList();
  }

  private static String environment(ProcessHandle handle) {
    try {
      Path environ = Path.of("/proc", Long.toString(handle.pid()), "environ");
      return new String(Files.readAllBytes(environ), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

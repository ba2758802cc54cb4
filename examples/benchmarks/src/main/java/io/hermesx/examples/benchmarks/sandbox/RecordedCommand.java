// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The command line of the bubblewrap executor, read off a program that it runs: the same shell hop,
 * the same arguments and filter from files in memory, and control groups beside the one of that
 * program. Files and groups go away when it is closed.
 */
final class RecordedCommand implements AutoCloseable {

  private static final String HOP = "/io/hermesx/sandbox/bubblewrap/hop.sh";
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final Pattern ACCOUNT = Pattern.compile("(?m)^Uid:\\s+(\\d+)");
  private static final int BLOCK = 512;
  private static final int ATTEMPTS = 5_000;
  private static final long PAUSE_NANOS = 1_000_000;

  private final List<String> hop;
  private final List<Path> made;

  private RecordedCommand(List<String> hop, List<Path> made) {
    this.hop = hop;
    this.made = made;
  }

  /** Reads it off; nothing else may run in the executor meanwhile. */
  static RecordedCommand of(SandboxExecutor executor) throws IOException {
    SandboxExecution sleeping = executor.start(SandboxRequest.builder("/bin/sleep", "60").build());
    try {
      return of(bubblewrap().pid());
    } finally {
      sleeping.cancel();
      sleeping.result().join();
    }
  }

  private static RecordedCommand of(long pid) throws IOException {
    List<Path> made = new ArrayList<>();
    Path home = Files.createTempDirectory(MEMORY, "hermesx-benchmark");
    made.add(home);
    Path descriptors = Files.createDirectory(home.resolve("fd"));
    made.add(descriptors);
    made.add(Files.write(descriptors.resolve("7"), NamelessFiles.arguments()));
    made.add(Files.createFile(descriptors.resolve("8")));
    made.add(Files.write(descriptors.resolve("9"), NamelessFiles.filter()));
    List<Path> groups = groups(pid);
    made.addAll(groups);

    SandboxLimits limits = SandboxLimits.STANDARD;
    List<String> hop = new ArrayList<>(List.of("/bin/sh", "-c", script(), "hermesx-hop"));
    hop.addAll(List.of("self/root" + home, "7", "8", "9"));
    hop.add(Integer.toString(limits.openFiles()));
    hop.add(Long.toString(limits.diskBytes() / BLOCK));
    hop.add(Long.toString(limits.cpu().toSeconds()));
    String account = account(pid);
    hop.add(account.equals(account(ProcessHandle.current().pid())) ? "-" : account);
    groups.forEach(group -> hop.add(group.resolve("cgroup.procs").toString()));
    hop.addAll(List.of("--", "/usr/bin/bwrap", "/usr/bin/setpriv", "--"));
    return new RecordedCommand(List.copyOf(hop), made);
  }

  /** Returns the command line that runs a program as the executor would. */
  List<String> running(String... argv) {
    return Stream.concat(hop.stream(), Arrays.stream(argv)).toList();
  }

  private static String script() throws IOException {
    try (InputStream script = BubblewrapSandboxExecutor.class.getResourceAsStream(HOP)) {
      return new String(script.readAllBytes(), UTF_8);
    }
  }

  /** Returns the bubblewrap that has a program inside. */
  private static ProcessHandle bubblewrap() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<ProcessHandle> found =
          ProcessHandle.current()
              .children()
              .filter(child -> child.children().flatMap(ProcessHandle::children).count() > 0)
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new IllegalStateException("no bubblewrap runs below this process");
  }

  private static String account(long pid) throws IOException {
    Matcher account = ACCOUNT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
    if (!account.find()) {
      throw new IllegalStateException("/proc/" + pid + "/status names no account");
    }
    return account.group(1);
  }

  /** Makes a group beside that of the program in each tree where it is not in the JVM's own. */
  private static List<Path> groups(long pid) throws IOException {
    List<String> own = Files.readAllLines(Path.of("/proc/self/cgroup"));
    List<Path> groups = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
      String[] parts = line.split(":", 3);
      if (!own.contains(line)) {
        Path group = tree(parts[1]).resolve(parts[2].substring(1)).resolveSibling("benchmark");
        groups.add(Files.createDirectory(group));
      }
    }
    return groups;
  }

  private static Path tree(String controllers) {
    Path unified = GROUPS.resolve("unified");
    if (controllers.isEmpty()) {
      return Files.isDirectory(unified) ? unified : GROUPS;
    }
    return GROUPS.resolve(controllers.split(",", 2)[0].replaceFirst("^name=", ""));
  }

  @Override
  public void close() throws IOException {
    for (int last = made.size() - 1; last >= 0; last--) {
      Files.delete(made.get(last));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Runs an attack outside, on a scale that harms nobody, to show that it works where nothing holds
 * it: otherwise a sandbox that "contains" it shows nothing.
 */
final class Control {

  private static final String PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
  private static final List<String> NAMESPACES =
      List.of(
          "unshare",
          "--user",
          "--map-root-user",
          "--mount",
          "--net",
          "--ipc",
          "--uts",
          "--pid",
          "--fork",
          "--mount-proc");

  /** Has a file system of its own as well, which is of memory. */
  private static final List<String> MEMORY =
      List.of("sh", "-c", "mount -t tmpfs none . && cd \"$PWD\" && exec \"$@\"", "sh");

  /** Some 30 s: a busy machine takes its time to show what an attack does. */
  private static final int LOOKS = 600;

  /** Where it may not work on this host, some seconds. */
  private static final int FEW_LOOKS = 60;

  private final AttackCase attack;
  private final Setting setting;
  private final String marker = "hermesx-case-" + UUID.randomUUID();

  Control(AttackCase attack, Setting setting) {
    this.attack = attack;
    this.setting = setting;
  }

  /** Returns why there is none here, if so. */
  Optional<String> missing() throws IOException {
    String mode = attack.controlMode();
    if (mode.equals("root") && !isRoot()) {
      return Optional.of("needs root");
    }
    if (isWithin() && OutsideComponent.program("unshare").isEmpty()) {
      return Optional.of("needs unshare");
    }
    boolean piped = Files.readString(Path.of("/proc/sys/kernel/core_pattern")).startsWith("|");
    return mode.equals("core") && piped
        ? Optional.of("core files go to a program")
        : Optional.empty();
  }

  /** Returns what was said instead, if it did not work. */
  Optional<String> run() throws IOException, InterruptedException {
    Path home = setting.outside(marker);
    Words words = setting.outside(marker, home);
    List<String> argv = new ArrayList<>();
    if (isWithin()) {
      argv.addAll(NAMESPACES);
    }
    if (attack.controlMode().equals("memory")) {
      argv.addAll(MEMORY);
    }
    argv.addAll(attack.control().argv(words));
    PlainRun plain = new PlainRun(home, Map.of("PATH", PATH, "HERMESX_CASE", marker));
    String besideLine = attack.section().value("beside", "");
    Process beside =
        besideLine.isEmpty() ? null : PlainRun.beside(Program.run(besideLine).argv(words));
    List<Process> processes = new ArrayList<>();
    try {
      int runs = attack.count("runs", 1);
      for (int i = 0; i < Math.max(runs, attack.count("together", 1)); i++) {
        processes.add(plain.attack(argv, attack.controlMode().equals("core")));
        if (runs > 1) {
          processes.get(i).waitFor();
        }
      }
      return judged(plain, processes);
    } finally {
      for (Process process : processes) {
        PlainRun.end(process);
      }
      if (beside != null) {
        PlainRun.end(beside);
      }
      MarkedProcesses.of(marker)
          .keySet()
          .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      setting.tidy();
    }
  }

  private Optional<String> judged(PlainRun plain, List<Process> processes)
      throws InterruptedException {
    String mode = attack.controlMode();
    if (mode.equals("survivor")) {
      processes.get(0).waitFor(300, TimeUnit.MILLISECONDS);
      for (int i = 0; i < LOOKS && MarkedProcesses.of(marker).isEmpty(); i++) {
        MarkedProcesses.pause();
      }
      return MarkedProcesses.of(marker).isEmpty()
          ? Optional.of("nothing survives")
          : Optional.empty();
    }
    for (Process process : processes) {
      process.waitFor();
    }
    Process last = processes.get(processes.size() - 1);
    int looks = mayFail() ? FEW_LOOKS : LOOKS;
    for (int i = 0; i < looks && !works(plain.ended(last)); i++) {
      MarkedProcesses.pause();
    }
    PlainRun.Ended ended = plain.ended(last);
    return works(ended) ? Optional.empty() : Optional.of(ended.toString());
  }

  private boolean works(PlainRun.Ended ended) {
    String mode = attack.controlMode();
    return switch (mode.split(" ", 2)[0]) {
      case "exit" -> ended.code() == Integer.parseInt(mode.substring(5));
      case "output" -> ended.out().contains(mode.substring(7));
      default -> ended.out().contains("BREACH");
    };
  }

  /** Whether hosts such as this may have nothing for it to work on. */
  boolean mayFail() {
    return attack.controlMode().equals("any");
  }

  private boolean isWithin() {
    return List.of("within", "memory").contains(attack.controlMode());
  }

  static boolean isRoot() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
  }
}

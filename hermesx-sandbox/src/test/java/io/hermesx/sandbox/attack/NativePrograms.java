// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The attacks in C, made into one program without libraries and one library. */
final class NativePrograms {

  private static final List<String> SOURCES =
      List.of("main.c", "processes.c", "memory.c", "files.c", "kernel.c", "network.c");

  private NativePrograms() {}

  /** Returns the program, or nothing where there is no C compiler that can make it. */
  static Optional<Path> make(Path folder) throws IOException, InterruptedException {
    Optional<Path> compiler = OutsideComponent.program("gcc");
    Path program = folder.resolve("attacks");
    if (compiler.isEmpty()) {
      return Optional.empty();
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                compiler.get().toString(),
                "-O1",
                "-static",
                "-s",
                "-w",
                "-pthread",
                "-o",
                "attacks"));
    copy(folder, "attacks.h");
    for (String source : SOURCES) {
      copy(folder, source);
      command.add(source);
    }
    boolean made = run(folder, command) && Files.isExecutable(program);
    copy(folder, "preloaded.c");
    String ran = "-DRAN=\"" + folder.resolve("watched/ran") + "\"";
    run(
        folder,
        List.of(
            compiler.get().toString(),
            "-shared",
            "-fPIC",
            "-w",
            ran,
            "-o",
            "preloaded.so",
            "preloaded.c"));
    return made ? Optional.of(program) : Optional.empty();
  }

  private static void copy(Path folder, String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(NativePrograms.class.getResourceAsStream("native/" + name), name)) {
      Files.copy(in, folder.resolve(name));
    }
  }

  private static boolean run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("gcc.log").toFile())
            .start();
    return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}

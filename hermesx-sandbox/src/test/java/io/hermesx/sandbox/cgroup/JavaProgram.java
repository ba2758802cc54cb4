// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Another JVM with these classes. */
public final class JavaProgram {

  private JavaProgram() {}

  public static List<String> command(String classPath, Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-Djava.io.tmpdir=/run",
                "-cp",
                classPath,
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Copies what the program needs to where every user can read it. */
  public static String readableClassPath(Path directory)
      throws IOException, java.net.URISyntaxException {
    List<String> parts = new ArrayList<>();
    for (Class<?> type :
        List.of(GroupScenarios.class, ControlGroups.class, io.hermesx.core.HermesException.class)) {
      Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path target = directory.resolve("part" + parts.size());
      copy(source, target);
      parts.add(target.toString());
    }
    return String.join(":", parts);
  }

  private static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(source.relativize(file).toString());
        Files.copy(file, copy);
        Set<java.nio.file.attribute.PosixFilePermission> all =
            java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x");
        Files.setPosixFilePermissions(copy, all);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The rules of the house that need the files themselves: sources, class files, poms. */
final class SourceRules {

  private static final Pattern OUR_DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>io\\.hermesx</groupId>\\s*<artifactId>([^<]+)</artifactId>");
  private static final Pattern OUR_REQUIREMENT =
      Pattern.compile("requires\\s+(?:transitive\\s+|static\\s+)*(io\\.hermesx\\.[\\w.]+);");

  /** Where {@code javap -sysinfo} begins the next file. */
  private static final Pattern CLASS_FILE = Pattern.compile("(?m)^Classfile ");

  private SourceRules() {}

  /** The folders below {@code sources} that hold Java and no {@code package-info.java}. */
  static List<Path> packagesWithoutInfo(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.getFileName().toString().equals("module-info.java"))
          .map(Path::getParent)
          .distinct()
          .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
          .map(sources::relativize)
          .sorted()
          .toList();
    }
  }

  /** The class files below {@code classes} that enter a monitor, as {@code javap} reads them. */
  static List<Path> classesWithMonitor(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return CLASS_FILE
          .splitAsStream(disassemble(files.map(Path::toString)))
          .filter(text -> text.contains("monitorenter"))
          .map(text -> Path.of(text.lines().findFirst().orElseThrow()))
          .map(file -> classes.toAbsolutePath().relativize(file.toAbsolutePath()))
          .sorted()
          .toList();
    }
  }

  private static String disassemble(Stream<String> files) {
    ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
    StringWriter text = new StringWriter();
    StringWriter errors = new StringWriter();
    String[] arguments =
        Stream.concat(
                Stream.of("-c", "-p", "-sysinfo"), files.filter(name -> name.endsWith(".class")))
            .toArray(String[]::new);
    if (javap.run(new PrintWriter(text), new PrintWriter(errors), arguments) != 0) {
      throw new IllegalStateException("javap: " + errors);
    }
    return text.toString();
  }

  /**
   * The exports of the descriptor in {@code classes}, one a line, qualified ones with their
   * friends.
   */
  static List<String> exports(Path classes) throws IOException {
    try (var descriptor = Files.newInputStream(classes.resolve("module-info.class"))) {
      return ModuleDescriptor.read(descriptor).exports().stream()
          .map(
              export ->
                  export.isQualified()
                      ? export.source()
                          + " to "
                          + String.join(", ", new TreeSet<>(export.targets()))
                      : export.source())
          .sorted()
          .toList();
    }
  }

  /** The artifacts of ours that a pom depends on. */
  static List<String> dependencies(String pom) {
    return OUR_DEPENDENCY.matcher(pom).results().map(found -> found.group(1)).sorted().toList();
  }

  /** The modules of ours that a module descriptor requires. */
  static List<String> requirements(String moduleInfo) {
    Matcher matcher = OUR_REQUIREMENT.matcher(moduleInfo);
    return matcher.results().map(found -> found.group(1)).sorted().toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * JVMs of their own that run the same program, each of which answers a line with a line. What they
 * print to standard error is this process's. Closing kills them. Not thread-safe.
 */
public final class ChildJvms implements AutoCloseable {

  private final List<Child> children = new ArrayList<>();

  private ChildJvms() {}

  /**
   * Starts so many JVMs on the class path of this one.
   *
   * @param program a class with a main method that reads standard input to its end
   */
  public static ChildJvms start(int count, Class<?> program, String... arguments) {
    ChildJvms jvms = new ChildJvms();
    try {
      for (int i = 0; i < count; i++) {
        jvms.children.add(Child.start(program, arguments));
      }
      return jvms;
    } catch (IOException e) {
      jvms.close();
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a line to all of them at once, and returns what each that lives answers. */
  public List<String> ask(String line) {
    try {
      for (Child child : children) {
        child.send(line);
      }
      List<String> answers = new ArrayList<>();
      for (Child child : children) {
        answers.add(child.answer());
      }
      return answers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a line to all of them and does not wait. */
  public void tell(String line) {
    try {
      for (Child child : children) {
        child.send(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends one as {@code kill -9} does, waits until it is gone, and forgets it. */
  public void kill(int index) {
    Process process = children.remove(index).process().destroyForcibly();
    process.onExit().join();
  }

  /** How many are left. */
  public int count() {
    return children.size();
  }

  @Override
  public void close() {
    children.forEach(child -> child.process().destroyForcibly());
    children.clear();
  }

  private record Child(Process process, BufferedWriter in, BufferedReader out) {

    static Child start(Class<?> program, String... arguments) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
      command.addAll(List.of("-cp", classPath(program), program.getName()));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new Child(
          process,
          new BufferedWriter(
              new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)),
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** What this run sees, whether on the class path or as modules with the tests patched in. */
    private static String classPath(Class<?> program) {
      Set<String> entries = new LinkedHashSet<>();
      URL file = program.getResource(program.getSimpleName() + ".class");
      if (file != null && file.getProtocol().equals("file")) {
        Path root = Path.of(URI.create(file.toString()));
        for (int i = 0; i < program.getName().split("\\.", -1).length; i++) {
          root = Objects.requireNonNull(root.getParent());
        }
        entries.add(root.toString());
      }
      for (String property : List.of("java.class.path", "jdk.module.path")) {
        String path = System.getProperty(property, "");
        entries.addAll(List.of(path.split(File.pathSeparator, -1)));
      }
      entries.remove("");
      return String.join(File.pathSeparator, entries);
    }

    void send(String line) throws IOException {
      in.write(line);
      in.newLine();
      in.flush();
    }

    String answer() throws IOException {
      String line = out.readLine();
      if (line == null) {
        throw new IllegalStateException("a child process ended without an answer");
      }
      return line;
    }
  }
}

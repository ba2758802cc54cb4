// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program psql as somebody has it on the desk, with the script that the verifier writes for it.
 * Where the program is missing, {@link #find} skips the test.
 */
final class Psql {

  private final Path program;
  private final Path folder;

  private Psql(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /**
   * Looks for the program.
   *
   * @param folder for what it says
   */
  static Psql find(Path folder) {
    Optional<Path> program = OutsideComponent.program("psql");
    return new Psql(
        OutsideComponent.require("psql", program, "apt-get install postgresql-client"), folder);
  }

  /** What came of a program. */
  record Ran(int code, String out, String err) {}

  /**
   * Who runs it.
   *
   * @param login the login
   * @param options settings of the session, as PGOPTIONS has them
   */
  record Session(String login, String options) {}

  /** Runs the script that {@code sql} of the verifier writes for these words. */
  Ran export(TestDatabase database, Session session, String... words) {
    List<String> verifier =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.hermesx.audit.verifier.VerifierCommand",
                "sql"));
    verifier.addAll(List.of(words));
    Ran written = run(verifier, Map.of());
    if (written.code() != 0) {
      throw new IllegalStateException(written.toString());
    }
    try {
      Path script = Files.writeString(folder.resolve("bundle.sql"), written.out());
      String url = database.url().substring("jdbc:".length());
      List<String> command =
          List.of(program.toString(), "-XqAt", "-U", session.login(), "-f", script.toString(), url);
      return run(command, Map.of("PGOPTIONS", session.options()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Ran run(List<String> command, Map<String, String> environment) {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder process =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    process.environment().putAll(environment);
    try {
      int code = process.start().onExit().join().exitValue();
      return new Ran(code, Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

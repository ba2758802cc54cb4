// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL of another major version than the embedded one, where the machine has it: one per
 * JVM, stopped with it. Where there is none, {@link #database} skips the test.
 */
final class OtherMajor {

  /** Where Debian and its kin keep each major version in a folder of its own. */
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

  private static final int OLDEST = 15;

  private OtherMajor() {}

  private static final class Holder {
    static final TestDatabase DATABASE = start(find().orElseThrow());
  }

  /** A migrated database that all tests share. */
  static TestDatabase database() {
    OutsideComponent.require(
        "postgres-other",
        find(),
        "apt-get install postgresql, of another major version than the tests bring");
    return Holder.DATABASE;
  }

  private static Optional<Path> find() {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    int embedded = major(EmbeddedServer.database());
    try (Stream<Path> majors = Files.list(INSTALLED)) {
      return majors
          .filter(folder -> folder.getFileName().toString().matches("[0-9]{2}"))
          .filter(folder -> Files.isExecutable(folder.resolve("bin/initdb")))
          .filter(folder -> number(folder) != embedded && number(folder) >= OLDEST)
          .min((one, other) -> number(one) - number(other))
          .map(folder -> folder.resolve("bin"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int number(Path folder) {
    return Integer.parseInt(folder.getFileName().toString());
  }

  private static TestDatabase start(Path programs) {
    try {
      Path folder = Files.createTempDirectory("postgres-other");
      OwnServer server = OwnServer.start(ServerShell.plain(), folder, programs.toString());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder)));
      return server.database();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(OwnServer server, Path folder) {
    server.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted((one, other) -> other.compareTo(one)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The major version of a database's server. */
  static int major(TestDatabase database) {
    return Integer.parseInt(database.answer("show server_version_num")) / 10_000;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.database;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of an embedded database, and what lies in it: {@code postgres} is PostgreSQL's own,
 * {@code programs} its unpacked programs, {@code postgres.log} what it says, {@code
 * postgres.properties} its passwords, {@code service.lock} who uses it.
 */
record DataFolder(Path path) {

  private static final long LEAST_FREE = 200L << 20;

  Path cluster() {
    return path.resolve("postgres");
  }

  Path programs() {
    return path.resolve("programs");
  }

  Path log() {
    return path.resolve("postgres.log");
  }

  Path passwords() {
    return path.resolve("postgres.properties");
  }

  Path lock() {
    return path.resolve("service.lock");
  }

  /** There from before the first start until after it: nothing was kept yet. */
  private Path unfinished() {
    return path.resolve("first-start-unfinished");
  }

  /** Makes the folder, or says why it cannot be used. */
  void prepare() {
    try {
      // The library unpacks programs for everybody to write: only their folder keeps others out.
      createPrivately(path);
      createPrivately(programs());
      Files.delete(Files.createTempFile(path, "probe", ""));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private static void createPrivately(Path folder) throws IOException {
    boolean fresh = !Files.exists(folder);
    Files.createDirectories(folder);
    if (fresh && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Refuses a disk on which PostgreSQL would soon stop. */
  void requireSpace() {
    try {
      long free = Files.getFileStore(path).getUsableSpace();
      if (free < LEAST_FREE) {
        throw new DatabaseException(
            "The disk of "
                + path
                + " has "
                + (free >> 20)
                + " MiB free, needed are "
                + (LEAST_FREE >> 20)
                + " at least. Make room, or set HERMESX_DATA to a folder on another disk.");
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  boolean isFresh() {
    return !Files.exists(cluster().resolve("PG_VERSION"));
  }

  void begin() {
    try {
      Files.writeString(unfinished(), "");
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  void finish() {
    try {
      Files.deleteIfExists(unfinished());
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Clears away a first start that was cut short; whatever was begun held nothing yet. */
  void clearUnfinished() {
    if (!Files.exists(unfinished())) {
      return;
    }
    try {
      delete(cluster());
      Files.deleteIfExists(passwords());
      Files.deleteIfExists(unfinished());
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : deepestFirst) {
      Files.delete(one);
    }
  }

  /** Refuses the data of another major version, which these programs cannot read. */
  void requireVersion(String major) {
    Path file = cluster().resolve("PG_VERSION");
    try {
      String found = Files.readString(file).strip();
      if (!found.equals(major)) {
        throw new DatabaseException(
            "The data in "
                + cluster()
                + " is that of PostgreSQL "
                + found
                + ", this service brings PostgreSQL "
                + major
                + ". Set HERMESX_DATA to another folder, or upgrade the data with pg_upgrade.");
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  DatabaseException cannotWrite(IOException e) {
    String why =
        e instanceof AccessDeniedException
            ? "permission denied"
            : e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : e.getClass().getSimpleName();
    return new DatabaseException(
        "The data folder "
            + path
            + " cannot be used ("
            + why
            + "). Give this user the right to write there, make room on the disk, or set"
            + " HERMESX_DATA to another folder.",
        e);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.database;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The random passwords of an embedded database, in a file that only its user can read.
 *
 * @param owner the superuser's
 * @param migrator the migrator's
 * @param application the application's
 */
record Passwords(String owner, String migrator, String application) {

  private static final int OCTETS = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** Draws new ones and writes them down. */
  static Passwords create(DataFolder folder, RandomGenerator random) {
    Passwords fresh = new Passwords(draw(random), draw(random), draw(random));
    String text =
        "# Passwords of the embedded database; whoever has them reads everything.\n"
            + ("owner=" + fresh.owner + "\n")
            + ("migrator=" + fresh.migrator + "\n")
            + ("application=" + fresh.application + "\n");
    writePrivately(folder, folder.passwords(), text);
    return fresh;
  }

  static void writePrivately(DataFolder folder, Path file, String text) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(file, ownerOnly(file));
      Files.writeString(file, text, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw folder.cannotWrite(e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return isPosix(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static String draw(RandomGenerator random) {
    byte[] octets = new byte[OCTETS];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }

  /** Reads those that were written down. */
  static Passwords read(DataFolder folder) {
    Path file = folder.passwords();
    if (!Files.exists(file)) {
      throw new DatabaseException(
          "The passwords of the database in "
              + folder.cluster()
              + " are not there: "
              + file
              + " is missing. Restore it from a backup, or set HERMESX_DATA to another folder.");
    }
    try (Reader in = new StringReader(Files.readString(file, StandardCharsets.UTF_8))) {
      if (isPosix(file)) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
      }
      Properties properties = new Properties();
      properties.load(in);
      return new Passwords(
          require(properties, "owner", file),
          require(properties, "migrator", file),
          require(properties, "application", file));
    } catch (IOException e) {
      throw folder.cannotWrite(e);
    }
  }

  private static String require(Properties properties, String name, Path file) {
    String value = properties.getProperty(name, "");
    if (!value.matches("[0-9a-f]{64}")) {
      throw new DatabaseException(
          file + " has no password of " + name + " as this service wrote it. Restore the file.");
    }
    return value;
  }

  @Override
  public String toString() {
    return "Passwords[…]";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SigningKey;
import io.hermesx.core.HermesException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that are there whole or not at all, and that only their owner reads. */
final class KeyFile {

  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private KeyFile() {}

  /** Writes a file that is not there, for its owner alone. */
  static void write(Path file, String text) {
    try {
      Path fresh = fresh(file, text);
      Files.createLink(file, fresh); // unlike a move it never replaces what is there
      Files.delete(fresh);
    } catch (UnsupportedOperationException e) {
      throw cannotWrite(file, new IOException("no hard links", e));
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** Writes a file that anybody may have, in the place of what is there. */
  static void replace(Path file, String text) {
    try {
      Path fresh = fresh(file, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static Path fresh(Path file, String text) throws IOException {
    Path fresh = Path.of(file + ".new");
    Files.deleteIfExists(fresh);
    boolean isPosix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
    FileAttribute<?>[] attributes =
        isPosix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
            : new FileAttribute<?>[0];
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel out = FileChannel.open(fresh, options, attributes)) {
      ByteBuffer octets = ByteBuffer.wrap(text.getBytes(UTF_8));
      while (octets.hasRemaining()) {
        out.write(octets);
      }
      out.force(true);
    }
    return fresh;
  }

  /** Reads the key of a type. */
  static SigningKey read(Path file, SignatureType type) {
    try {
      warnIfShared(file);
      SigningKey key = SigningKey.read(file);
      if (key.key().type() != type) {
        throw new IllegalArgumentException(file + ": it is no key of type " + type.label());
      }
      return key;
    } catch (IllegalArgumentException | HermesException e) {
      throw new AuditStartException(
          "An audit key cannot be used: "
              + e.getMessage()
              + ". Copy it back from your backup; docs/operations/audit.md says what to do if there"
              + " is none.",
          e);
    }
  }

  private static void warnIfShared(Path file) {
    try {
      if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
        LOG.warn("others than its owner may use the audit key {}; chmod 600 it", file);
      }
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("the rights on {} are not known", file, e);
    }
  }

  private static AuditStartException cannotWrite(Path file, IOException e) {
    return new AuditStartException(
        "The file "
            + file
            + " cannot be written ("
            + AuditFiles.why(e)
            + "). Give this user the right to write there, make room on the disk, or set"
            + " HERMESX_DATA to another folder.",
        e);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Puts files into a work folder. A file that is there is replaced; a link is never followed. */
public final class InputFiles {

  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> ANYONES =
      PosixFilePermissions.fromString("rwxrwxrwx");
  private static final Path STAGED = Path.of(".hermesx-staged");

  private final Path root;
  private final Set<PosixFilePermission> access;

  private InputFiles(Path root, Access access) {
    this.root = root;
    this.access = access == Access.OWN ? OURS : ANYONES;
  }

  /** As whom programs reach the folder. */
  public enum Access {
    /** As the user of this process. */
    OWN,
    /** As another user; nobody else reaches the folder. */
    ANYONE
  }

  /**
   * Checks that a folder has room for the files.
   *
   * @param octets what the folder holds; empty if it has no limit of its own
   * @throws IOException if they are larger together
   */
  public static void requireRoom(List<SandboxFile> files, OptionalLong octets) throws IOException {
    if (octets.isPresent() && octets(files) > octets.getAsLong()) {
      throw new IOException(
          files.size()
              + " input files of "
              + octets(files)
              + " octets do not fit into the work folder, allowed: "
              + octets.getAsLong()
              + " octets, the part of the limit on disk that is not for temporary files; raise that"
              + " limit, or hand in less");
    }
  }

  private static long octets(List<SandboxFile> files) {
    return files.stream().mapToLong(file -> file.content().length).sum();
  }

  /**
   * Writes the files.
   *
   * @param root the folder, which exists
   * @param limits what may be in it
   * @throws IOException if one cannot be written, or they are beyond the limits; what was written
   *     so far stays
   */
  public static void write(Path root, Access access, List<SandboxFile> files, SandboxLimits limits)
      throws IOException {
    long octets = octets(files);
    if (octets > limits.diskBytes() || files.size() > limits.files()) {
      throw new IOException(
          files.size()
              + " input files of "
              + octets
              + " octets are beyond the limits of "
              + limits.files()
              + " files and "
              + limits.diskBytes()
              + " octets; raise these, or hand in less");
    }
    InputFiles target = new InputFiles(root, access);
    for (SandboxFile file : files) {
      target.write(file);
    }
  }

  private void write(SandboxFile file) throws IOException {
    Path path = Path.of(file.path());
    try (SecureDirectoryStream<Path> top = Folders.open(root)) {
      SecureDirectoryStream<Path> last = Folders.open(root);
      for (int i = 0; i < path.getNameCount() - 1; i++) {
        try (SecureDirectoryStream<Path> parent = last) {
          last = enter(top, parent, path.getName(i));
        }
      }
      try (SecureDirectoryStream<Path> parent = last) {
        write(parent, path.getFileName(), file);
      }
    } catch (IOException e) {
      throw new IOException("input file " + file.path() + ": " + Reason.of(e), e);
    }
  }

  private SecureDirectoryStream<Path> enter(
      SecureDirectoryStream<Path> top, SecureDirectoryStream<Path> parent, Path name)
      throws IOException {
    if (Folders.look(parent, name).isEmpty()) {
      // Java can make a folder only by a path, which could lead elsewhere by now: it is made at the
      // top, where no name but its own is looked up, and moved by descriptor.
      Path staged = root.resolve(STAGED);
      try {
        Files.createDirectory(staged);
      } catch (FileAlreadyExistsException e) {
        top.deleteDirectory(STAGED);
        Files.createDirectory(staged);
      }
      top.move(STAGED, parent, name);
      Folders.permit(parent, name, access);
    }
    return Folders.open(parent, name);
  }

  private void write(SecureDirectoryStream<Path> parent, Path name, SandboxFile file)
      throws IOException {
    Optional<Boolean> folder =
        Folders.look(parent, name).map(attributes -> attributes.isDirectory());
    if (folder.isPresent()) {
      if (folder.get()) {
        throw new IOException("there is a folder of that name");
      }
      parent.deleteFile(name);
    }
    Set<PosixFilePermission> permissions = Set.copyOf(access);
    if (!file.executable()) {
      permissions =
          access == OURS
              ? PosixFilePermissions.fromString("rw-------")
              : PosixFilePermissions.fromString("rw-rw-rw-");
    }
    try (SeekableByteChannel channel =
        parent.newByteChannel(
            name,
            Set.of(
                StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(permissions))) {
      ByteBuffer content = ByteBuffer.wrap(file.content());
      while (content.hasRemaining()) {
        channel.write(content);
      }
    }
    if (access == ANYONES) {
      Folders.permit(parent, name, permissions);
    }
  }
}

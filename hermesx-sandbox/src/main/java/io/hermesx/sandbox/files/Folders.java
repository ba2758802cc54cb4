// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps in a folder by descriptor, none of which follows a link. */
final class Folders {

  private Folders() {}

  /** Opens the top, which is the host's own and no link. */
  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  static SecureDirectoryStream<Path> open(Path root) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(root);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException(
        "this platform cannot walk folders by descriptor; run the host on Linux to exchange files");
  }

  /**
   * Opens a folder some way below the top, step by step with two open at a time; a link on the way
   * is an error.
   *
   * @param way relative, null for the top itself
   */
  static SecureDirectoryStream<Path> open(Path root, @Nullable Path way) throws IOException {
    SecureDirectoryStream<Path> folder = open(root);
    for (Path name : way == null ? List.<Path>of() : way) {
      try (SecureDirectoryStream<Path> parent = folder) {
        folder = open(parent, name);
      }
    }
    return folder;
  }

  /**
   * Opens a folder in a folder; a link is an error. Anything else is not even tried: to open a pipe
   * waits for somebody who writes, and JDK 25 does not give back the descriptor of a file.
   */
  static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> parent, Path name)
      throws IOException {
    BasicFileAttributes found =
        look(parent, name).orElseThrow(() -> new NoSuchFileException(name.toString()));
    if (!found.isDirectory()) {
      throw new NotDirectoryException(name.toString());
    }
    return parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns what is there, itself and not what it links to; empty if nothing is. */
  static Optional<BasicFileAttributes> look(SecureDirectoryStream<Path> parent, Path name)
      throws IOException {
    try {
      return Optional.of(
          parent
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static PosixFileAttributeView posix(SecureDirectoryStream<Path> parent, Path name) {
    return parent.getFileAttributeView(
        name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  static void permit(
      SecureDirectoryStream<Path> parent, Path name, Set<PosixFilePermission> permissions)
      throws IOException {
    posix(parent, name).setPermissions(permissions);
  }
}

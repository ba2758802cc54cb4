// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Deletes a folder with all that is in it, by descriptor, so that no link leads out of it. */
public final class FolderTree {

  private FolderTree() {}

  /**
   * Deletes it. What cannot be deleted stays.
   *
   * @return whether nothing is left of it
   */
  public static boolean delete(Path root) {
    try {
      deleteOrEmpty(root);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
  }

  private static void deleteOrEmpty(Path root) throws IOException {
    try {
      Files.delete(root);
    } catch (DirectoryNotEmptyException e) {
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      try (SecureDirectoryStream<Path> top = Folders.open(root)) {
        empty(top, root);
      }
      Files.delete(root);
    }
  }

  private static void empty(SecureDirectoryStream<Path> folder, Path path) throws IOException {
    for (Path entry : folder) {
      Path name = entry.getFileName();
      Optional<BasicFileAttributes> found = Folders.look(folder, name);
      if (found.isEmpty()) {
        continue;
      }
      if (found.get().isDirectory()) {
        deleteFolder(folder, name, path.resolve(name));
      } else {
        folder.deleteFile(name);
      }
    }
  }

  private static void deleteFolder(SecureDirectoryStream<Path> parent, Path name, Path path)
      throws IOException {
    try (SecureDirectoryStream<Path> inside = openLocked(parent, name, path)) {
      empty(inside, path);
    }
    parent.deleteDirectory(name);
  }

  private static SecureDirectoryStream<Path> openLocked(
      SecureDirectoryStream<Path> parent, Path name, Path path) throws IOException {
    try {
      Folders.permit(parent, name, PosixFilePermissions.fromString("rwx------"));
      return Folders.open(parent, name);
    } catch (AccessDeniedException e) {
      // Whoever may not read a folder can only permit it to himself by its path.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      return Folders.open(parent, name);
    }
  }
}

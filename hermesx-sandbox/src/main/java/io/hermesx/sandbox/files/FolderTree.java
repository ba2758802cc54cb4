// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes a folder with all that is in it, by descriptor, so that no link leads out of it.
 *
 * <p>However deep it is, three folders are open at a time and no path is longer than two names
 * below it: a folder that is found in a folder is moved up to the top before it is looked into.
 */
public final class FolderTree {

  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");
  private static final Path HERE = Path.of(".");

  /** A pass takes one level off; only a program that still makes folders needs more. */
  private static final int MOST_PASSES = 1_000_000;

  private final Path root;
  private final SecureDirectoryStream<Path> top;
  private long names;

  private FolderTree(Path root, SecureDirectoryStream<Path> top) {
    this.root = root;
    this.top = top;
  }

  /**
   * Deletes it. What cannot be deleted stays, such as what another file system is mounted on; the
   * rest goes, and what stays may have been moved up.
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
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      // Not empty, or busy because it is a mount: then what is in it goes.
      if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      Files.setPosixFilePermissions(root, OURS);
      try (SecureDirectoryStream<Path> top = Folders.open(root)) {
        new FolderTree(root, top).empty();
      }
      Files.delete(root);
    }
  }

  private void empty() throws IOException {
    int passes = 0;
    while (passes < MOST_PASSES && takeLevelOff()) {
      passes++;
    }
  }

  /** Returns whether anything went. */
  private boolean takeLevelOff() throws IOException {
    boolean gone = false;
    try (SecureDirectoryStream<Path> entries = Folders.open(top, HERE)) {
      for (Path entry : entries) {
        gone |= isRemoved(entry.getFileName());
      }
    }
    return gone;
  }

  private boolean isRemoved(Path name) {
    try {
      Optional<BasicFileAttributes> found = Folders.look(top, name);
      if (found.isEmpty()) {
        return false;
      }
      if (found.get().isDirectory()) {
        flatten(name);
        top.deleteDirectory(name);
      } else {
        top.deleteFile(name);
      }
      return true;
    } catch (IOException | DirectoryIteratorException e) {
      // It stays, which shows at the end; the others are tried all the same.
      return false;
    }
  }

  /** Empties a folder at the top: its files are deleted, its folders moved up. */
  private void flatten(Path name) throws IOException {
    Path path = root.resolve(name);
    try (SecureDirectoryStream<Path> folder = openLocked(name, path)) {
      for (Path entry : folder) {
        Path inside = entry.getFileName();
        Optional<BasicFileAttributes> found = Folders.look(folder, inside);
        if (found.isPresent() && found.get().isDirectory()) {
          moveUp(folder, inside, path.resolve(inside));
        } else if (found.isPresent()) {
          folder.deleteFile(inside);
        }
      }
    }
  }

  private void moveUp(SecureDirectoryStream<Path> folder, Path name, Path path) throws IOException {
    Path free = freeName();
    try {
      folder.move(name, top, free);
    } catch (AccessDeniedException e) {
      // A folder that changes its parent is written to, and its owner may have locked it.
      permit(folder, name, path);
      folder.move(name, top, free);
    }
  }

  /** An empty folder that takes the name meanwhile is replaced, anything else is an error. */
  private Path freeName() throws IOException {
    Path name;
    do {
      name = Path.of("hermesx-" + names++);
    } while (Folders.look(top, name).isPresent());
    return name;
  }

  private SecureDirectoryStream<Path> openLocked(Path name, Path path) throws IOException {
    permit(top, name, path);
    return Folders.open(top, name);
  }

  private static void permit(SecureDirectoryStream<Path> parent, Path name, Path path)
      throws IOException {
    try {
      Folders.permit(parent, name, OURS);
    } catch (AccessDeniedException e) {
      // Whoever may not read a folder can only permit it to himself by its path.
      Files.setPosixFilePermissions(path, OURS);
    }
  }
}

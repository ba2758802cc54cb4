// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import io.hermesx.core.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes files out of a work folder: regular files with one name only, by descriptor, so that no
 * link is followed even if one takes a file's place meanwhile.
 */
public final class OutputFiles {

  /** The most octets of all files together, whatever the limit on disk is: they are in memory. */
  public static final long MOST_OCTETS = 256L << 20;

  private static final int MOST_DEPTH = 64;

  private static final String UNSPEAKABLE =
      "has a name that is no text in the encoding of names of this JVM; use names in UTF-8, and"
          + " start the JVM with LC_ALL=C.UTF-8";

  private final Path root;
  private final Harvest harvest;
  private int seen;

  private OutputFiles(Path root, Harvest harvest) {
    this.root = root;
    this.harvest = harvest;
  }

  /**
   * Collects files and folders with all that is in them.
   *
   * @param root the folder, which exists
   * @param paths what to collect, as {@code SandboxFiles.outputs} says it
   * @param limits how many files, and of how many octets together
   */
  public static Collected collect(Path root, List<String> paths, SandboxLimits limits) {
    if (paths.isEmpty()) {
      return Collected.NOTHING;
    }
    Harvest harvest = new Harvest(limits);
    OutputFiles walk = new OutputFiles(root, harvest);
    paths.forEach(walk::collect);
    return harvest.collected();
  }

  private void collect(String path) {
    try {
      Path way = Path.of(path);
      try (SecureDirectoryStream<Path> parent = Folders.open(root, way.getParent())) {
        take(parent, way.getFileName(), path);
      }
    } catch (IOException | InvalidPathException | DirectoryIteratorException e) {
      harvest.leaveOut(path, reason(e));
    }
  }

  private void take(SecureDirectoryStream<Path> parent, Path name, String path) throws IOException {
    Optional<BasicFileAttributes> found = Folders.look(parent, name);
    if (found.isEmpty()) {
      harvest.leaveOut(path, "is not there");
    } else if (found.get().isDirectory()) {
      takeFolder(parent, name, path);
    } else if (found.get().isRegularFile()) {
      harvest.take(new Found(root, parent, name, path), found.get());
    } else {
      harvest.leaveOut(path, found.get().isSymbolicLink() ? "is a link" : "is no regular file");
    }
  }

  /** A file that was found: below which top, in which folder, its name there and its path. */
  record Found(Path root, SecureDirectoryStream<Path> parent, Path name, String path) {}

  private void takeFolder(SecureDirectoryStream<Path> parent, Path name, String path)
      throws IOException {
    if (path.split("/", -1).length > MOST_DEPTH) {
      harvest.leaveOut(path, "is deeper than " + MOST_DEPTH + " folders");
      return;
    }
    try (SecureDirectoryStream<Path> folder = Folders.open(parent, name)) {
      for (Path entry : entries(folder, path)) {
        if (FileNames.isText(entry)) {
          takeInside(folder, entry, path + "/" + entry);
        } else {
          harvest.leaveOut(path + "/" + FileNames.octets(entry), UNSPEAKABLE);
        }
      }
    }
  }

  private void takeInside(SecureDirectoryStream<Path> folder, Path name, String path) {
    try {
      take(folder, name, path);
    } catch (IOException | InvalidPathException | DirectoryIteratorException e) {
      harvest.leaveOut(path, reason(e));
    }
  }

  private List<Path> entries(SecureDirectoryStream<Path> folder, String path) {
    List<Path> names = new ArrayList<>();
    for (Path entry : folder) {
      if (++seen > harvest.mostEntries()) {
        harvest.leaveOut(path, "has more in it than the limit on files allows");
        break;
      }
      names.add(entry.getFileName());
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  private static boolean isLink(Exception cause) {
    return cause instanceof FileSystemLoopException
        || (cause instanceof FileSystemException system
            && Objects.requireNonNullElse(system.getReason(), "").contains("symbolic link"));
  }

  private static String reason(Exception cause) {
    if (cause instanceof NoSuchFileException) {
      return "is not there";
    }
    if (cause instanceof InvalidPathException) {
      return UNSPEAKABLE;
    }
    if (cause instanceof NotDirectoryException || isLink(cause)) {
      return "is below something that is no folder";
    }
    // Not the message: it has paths of the host.
    return "could not be read: " + cause.getClass().getSimpleName();
  }
}

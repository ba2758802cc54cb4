// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The {@code /etc} that programs see: one account, names of this machine alone, and copies of what
 * the host's programs need to start. Made once for an executor and bound to be read. What somebody
 * removes of it, such as whoever tidies temporary folders, is added again. Thread-safe.
 */
final class EtcFolder {

  private static final Map<String, String> WRITTEN =
      Map.of(
          "passwd", "nobody:x:65534:65534:nobody:/tmp:/bin/sh\n",
          "group", "nogroup:x:65534:\n",
          "hosts", "127.0.0.1 localhost sandbox\n::1 localhost\n",
          "nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\nservices: files\n");

  /** Files and folders that programs of a distribution expect and anybody may read. */
  private static final List<String> COPIED =
      List.of(
          "ld.so.cache",
          "localtime",
          "mime.types",
          "services",
          "protocols",
          "ssl/openssl.cnf",
          "perl",
          "python3",
          "fonts");

  private static final int DEPTH = 6;
  private static final long LARGEST = 1 << 20;

  private final Path host;
  private final Path folder;

  /** Held over the making, which is once in many days: two must not make the same file. */
  private final ReentrantLock making = new ReentrantLock();

  /** When each folder was changed last, which nobody can set. */
  private volatile Map<Path, Object> changes = Map.of();

  private EtcFolder(Path host, Path folder) {
    this.host = host;
    this.folder = folder;
  }

  /** Makes one in a folder of the executor, from the host's. */
  static EtcFolder make(Path host, Path parent) throws IOException {
    EtcFolder etc = new EtcFolder(host, parent.resolve("etc"));
    etc.add();
    return etc;
  }

  /** Returns where it is. */
  Path path() {
    return folder;
  }

  /** Adds what somebody has removed. */
  void keep() throws IOException {
    if (isWhole()) {
      return;
    }
    making.lock();
    try {
      if (!isWhole()) {
        add();
      }
    } finally {
      making.unlock();
    }
  }

  private boolean isWhole() throws IOException {
    for (Map.Entry<Path, Object> change : changes.entrySet()) {
      try {
        if (!changed(change.getKey()).equals(change.getValue())) {
          return false;
        }
      } catch (NoSuchFileException e) {
        return false;
      }
    }
    return true;
  }

  private static Object changed(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
  }

  private void add() throws IOException {
    directory(folder);
    for (Map.Entry<String, String> file : WRITTEN.entrySet()) {
      Path written = folder.resolve(file.getKey());
      if (isMissing(written)) {
        file(written, () -> Files.writeString(written, file.getValue()));
      }
    }
    for (String name : COPIED) {
      copy(Path.of(name), DEPTH);
    }
    copyAll("java-*", DEPTH);
    alternatives();
    remember();
  }

  private void remember() throws IOException {
    Map<Path, Object> found = new HashMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          found.put(path, changed(path));
        }
      }
    }
    changes = Map.copyOf(found);
  }

  private static boolean isMissing(Path path) {
    return !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void link(Path path, Path target) throws IOException {
    if (isMissing(path)) {
      Files.createSymbolicLink(path, target);
    }
  }

  /** A distribution's choices, such as awk: links, of which manual pages are not needed. */
  private void alternatives() throws IOException {
    Path choices = host.resolve("alternatives");
    if (!Files.isDirectory(choices)) {
      return;
    }
    Path target = directory(folder.resolve("alternatives"));
    try (DirectoryStream<Path> links = Files.newDirectoryStream(choices, Files::isSymbolicLink)) {
      for (Path link : links) {
        Path chosen = Files.readSymbolicLink(link);
        if (!chosen.toString().contains("/man/")) {
          link(target.resolve(link.getFileName()), chosen);
        }
      }
    }
  }

  private void copyAll(String glob, int depth) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(host, glob)) {
      for (Path path : found) {
        copy(host.relativize(path), depth);
      }
    }
  }

  private void copy(Path name, int depth) throws IOException {
    Path source = host.resolve(name);
    Path target = folder.resolve(name);
    if (Files.isSymbolicLink(source)) {
      follow(source, target);
    } else if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS) && isPublic(source)) {
      directory(target);
      try (DirectoryStream<Path> children = Files.newDirectoryStream(source)) {
        for (Path child : children) {
          if (depth > 0) {
            copy(host.relativize(child), depth - 1);
          }
        }
      }
    } else if (isCopyable(source)) {
      copyFile(source, target);
    }
  }

  /** A link to what programs do not see becomes a copy of the file that it leads to. */
  private void follow(Path source, Path target) throws IOException {
    Path next = Files.readSymbolicLink(source);
    Optional<Path> hidden =
        isSeen(source.resolveSibling(next).normalize()) ? Optional.empty() : reached(source);
    if (hidden.isPresent()) {
      copyFile(hidden.get(), target);
    } else {
      directory(Objects.requireNonNull(target.getParent()));
      link(target, next);
    }
  }

  private boolean isSeen(Path path) {
    if (!path.startsWith(host)) {
      return RootLayout.SYSTEM.stream().anyMatch(path::startsWith);
    }
    Path name = host.relativize(path);
    return name.startsWith("alternatives")
        || name.toString().startsWith("java-")
        || COPIED.stream().anyMatch(name::startsWith);
  }

  /** Returns the file that a link leads to in the end, if anybody may read it where it is. */
  private static Optional<Path> reached(Path link) throws IOException {
    try {
      Path real = link.toRealPath();
      return isCopyable(real) && ClosedFolder.above(real).isEmpty()
          ? Optional.of(real)
          : Optional.empty();
    } catch (FileSystemException e) {
      // It leads nowhere, or to where this process may not go.
      return Optional.empty();
    }
  }

  private static boolean isCopyable(Path source) throws IOException {
    return Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)
        && isPublic(source)
        && Files.size(source) <= LARGEST;
  }

  private static void copyFile(Path source, Path target) throws IOException {
    if (isMissing(target)) {
      directory(Objects.requireNonNull(target.getParent()));
      file(target, () -> Files.copy(source, target));
    }
  }

  /** How a file is filled. */
  @FunctionalInterface
  private interface Writing {
    Object write() throws IOException;
  }

  /** What is only half there must not be taken for the whole the next time. */
  private static void file(Path target, Writing writing) throws IOException {
    try {
      Object unused = writing.write();
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(target);
      throw e;
    }
  }

  private static boolean isPublic(Path path) throws IOException {
    return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
  }

  private static Path directory(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectory(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return path;
  }
}

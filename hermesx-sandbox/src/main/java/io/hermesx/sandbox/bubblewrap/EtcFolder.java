// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.file.DirectoryStream;
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
        Files.writeString(written, file.getValue());
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-r--r--"));
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
      link(target, Files.readSymbolicLink(source));
    } else if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS) && isPublic(source)) {
      directory(target);
      try (DirectoryStream<Path> children = Files.newDirectoryStream(source)) {
        for (Path child : children) {
          if (depth > 0) {
            copy(host.relativize(child), depth - 1);
          }
        }
      }
    } else if (Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)
        && isPublic(source)
        && isMissing(target)
        && Files.size(source) <= LARGEST) {
      directory(Objects.requireNonNull(target.getParent()));
      Files.copy(source, target);
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
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

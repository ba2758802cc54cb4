// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The {@code /etc} that programs see: one account, names of this machine alone, and copies of what
 * the host's programs need to start. Made once for an executor and bound to be read.
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

  private EtcFolder(Path host, Path folder) {
    this.host = host;
    this.folder = folder;
  }

  /** Makes one in a folder of the executor, from the host's. */
  static Path make(Path host, Path parent) throws IOException {
    Path folder = directory(parent.resolve("etc"));
    EtcFolder etc = new EtcFolder(host, folder);
    for (Map.Entry<String, String> file : WRITTEN.entrySet()) {
      Path written = folder.resolve(file.getKey());
      Files.writeString(written, file.getValue());
      Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-r--r--"));
    }
    for (String name : COPIED) {
      etc.copy(Path.of(name), DEPTH);
    }
    etc.copyAll("java-*", DEPTH);
    etc.alternatives();
    return folder;
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
          Files.createSymbolicLink(target.resolve(link.getFileName()), chosen);
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
      Files.createSymbolicLink(target, Files.readSymbolicLink(source));
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

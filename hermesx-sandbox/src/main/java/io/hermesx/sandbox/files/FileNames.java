// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/** Names that programs gave to files: octets, which need not be text. */
final class FileNames {

  private FileNames() {}

  /** Whether a name and its text mean each other, so that no two names have the same text. */
  static boolean isText(Path name) {
    try {
      return Path.of(name.toString()).equals(name);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Returns a name octet by octet: those that are no ASCII letter or digit as in a URI. */
  static String octets(Path name) {
    String all = Objects.requireNonNull(name.toUri().getRawPath());
    // What is called so in this JVM's own folder may be one, and then has a / at its end.
    String path = all.endsWith("/") ? all.substring(0, all.length() - 1) : all;
    return path.substring(path.lastIndexOf('/') + 1);
  }
}

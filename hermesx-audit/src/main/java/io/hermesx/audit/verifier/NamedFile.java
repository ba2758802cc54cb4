// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.HermesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A file that a word of a command names: what is wrong with it is said with that word.
 *
 * @param option the option or the operand, as people know it
 * @param expected what should be in the file
 */
record NamedFile(String option, String expected) {

  static final NamedFile BUNDLE =
      new NamedFile("the bundle", "lines that BundleWriter or the script of sql wrote, or -");
  static final NamedFile CHECKPOINT = new NamedFile("the checkpoint", "a signed note of a log");
  static final NamedFile SINCE = new NamedFile("--since", "a signed note of a log");
  static final NamedFile POLICY =
      new NamedFile("--policy", "a trust policy, whose first line is hermesx/audit/trust/v1");
  static final NamedFile ANCHORS = new NamedFile("--anchors", "a file that FileAnchor wrote");
  static final NamedFile TSA_CERTS =
      new NamedFile("--tsa-certs", "certificates of authorities in PEM or DER");
  static final NamedFile WITNESSES =
      new NamedFile("--witnesses", "a witness policy (C2SP tlog-policy)");

  /** Reads a file. */
  interface Reading<T> {
    T read(Path file) throws IOException;
  }

  /**
   * Reads the file.
   *
   * @throws UsageException if it is not there, cannot be read, or holds something else
   */
  <T> T read(String name, Reading<T> reading) {
    Path file = require(name);
    try {
      return reading.read(file);
    } catch (IOException e) {
      throw refused(name, unreadable(e));
    } catch (HermesException | IllegalArgumentException e) {
      throw refused(
          name, e.getCause() instanceof IOException io ? unreadable(io) : reason(e, file));
    }
  }

  /**
   * Returns the path of a file that can be opened.
   *
   * @throws UsageException if there is none
   */
  Path require(String name) {
    Path file = path(name);
    if (!Files.exists(file)) {
      throw refused(name, "there is no such file");
    }
    if (Files.isDirectory(file)) {
      throw refused(name, "it is a folder");
    }
    if (!Files.isReadable(file)) {
      throw refused(name, "this user may not read it");
    }
    return file;
  }

  private Path path(String name) {
    try {
      if (!name.isEmpty()) {
        return Path.of(name);
      }
    } catch (InvalidPathException e) {
      throw refused(name, "it is no path");
    }
    throw refused("(nothing)", "it is no path");
  }

  private static String unreadable(IOException e) {
    return "it cannot be read: " + e.getMessage();
  }

  /** What reads files of policies names them itself. */
  private static String reason(RuntimeException e, Path file) {
    String text = String.valueOf(e.getMessage());
    String named = file + ": ";
    return text.startsWith(named) ? text.substring(named.length()) : text;
  }

  private UsageException refused(String name, String what) {
    return new UsageException(option + " " + name + ": " + what + "; give " + expected);
  }
}

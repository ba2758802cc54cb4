// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A file that is handed into a sandbox or comes out of one.
 *
 * @param path where it is below the work folder: names divided by {@code /}, relative, at most
 *     1,024 octets as UTF-8; no name is empty, {@code .}, {@code ..}, longer than 255 octets or has
 *     a control character
 * @param content its octets; treat as immutable
 * @param executable whether it may be executed
 */
@SuppressWarnings("ArrayRecordComponent")
public record SandboxFile(String path, byte[] content, boolean executable) {

  private static final int MAX_PATH = 1_024;
  private static final int MAX_NAME = 255;

  /** Checks the path. */
  public SandboxFile {
    requirePath(path);
  }

  /** Returns a file that is not executable. */
  public static SandboxFile of(String path, byte[] content) {
    return new SandboxFile(path, content, false);
  }

  /** Returns a file of UTF-8 text that is not executable. */
  public static SandboxFile text(String path, String content) {
    return of(path, content.getBytes(StandardCharsets.UTF_8));
  }

  static void requirePath(String path) {
    List<String> names = Arrays.asList(path.split("/", -1));
    if (length(path) > MAX_PATH || !names.stream().allMatch(SandboxFile::isName)) {
      throw new IllegalArgumentException(
          "a sandbox file has a path of "
              + length(path)
              + " octets in "
              + names.size()
              + " names, allowed: at most 1,024 octets, relative, no name empty, '.', '..', longer"
              + " than 255 octets or with a control character");
    }
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && length(name) <= MAX_NAME
        && name.chars().noneMatch(Character::isISOControl);
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}

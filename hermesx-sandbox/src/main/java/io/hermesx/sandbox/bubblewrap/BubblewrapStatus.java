// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What bubblewrap wrote to its status descriptor so far: first the process that is number 1 inside,
 * and how the program ended only if the program was started.
 *
 * @param first the host's number of the process that is number 1 inside
 * @param exitCode the program's, or 128 and the signal that ended it
 */
record BubblewrapStatus(OptionalLong first, OptionalInt exitCode) {

  /** More than bubblewrap ever writes. */
  static final int LIMIT = 4_096;

  private static final Pattern CHILD = Pattern.compile("\"child-pid\"\\s*:\\s*([0-9]{1,10})\\b");
  private static final Pattern EXIT = Pattern.compile("\"exit-code\"\\s*:\\s*([0-9]{1,3})\\b");

  /** Reads what is there, which may be nothing or cut off. */
  static BubblewrapStatus parse(byte[] written) {
    String text = new String(written, StandardCharsets.US_ASCII);
    Matcher child = CHILD.matcher(text);
    Matcher exit = EXIT.matcher(text);
    return new BubblewrapStatus(
        child.find() ? OptionalLong.of(Long.parseLong(child.group(1))) : OptionalLong.empty(),
        exit.find() ? OptionalInt.of(Integer.parseInt(exit.group(1))) : OptionalInt.empty());
  }
}

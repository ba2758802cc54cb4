// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an executor's parent group, which says whose it is.
 *
 * @param owner the JVM that made it
 * @param number tells executors of one JVM apart
 */
record GroupName(ProcessIdentity owner, int number) {

  private static final Pattern FORM =
      Pattern.compile("hermesx-(\\d{1,18})-(\\d{1,18})-(\\d{1,18})-(\\d{1,9})");

  static Optional<GroupName> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    ProcessIdentity owner =
        new ProcessIdentity(
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            Long.parseLong(matcher.group(3)));
    return Optional.of(new GroupName(owner, Integer.parseInt(matcher.group(4))));
  }

  String text() {
    return "hermesx-" + owner.namespace() + "-" + owner.pid() + "-" + owner.start() + "-" + number;
  }
}

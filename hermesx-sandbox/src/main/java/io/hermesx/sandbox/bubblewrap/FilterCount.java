// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.util.List;
import java.util.OptionalInt;

/**
 * How many filters of system calls a process is under, as its {@code /proc/self/status} tells: they
 * only ever get more from a parent to its child, so one more is one of ours.
 *
 * @param mode the line {@code Seccomp}: 0 without a filter, 2 with at least one
 * @param filters the line {@code Seccomp_filters}, which Linux has since 5.9
 */
record FilterCount(int mode, OptionalInt filters) {

  /** With at least one filter; see proc(5). */
  private static final int FILTERED = 2;

  /** Reads the two lines among others; no line at all is no filter. */
  static FilterCount of(List<String> status) {
    return new FilterCount(
        number(status, "Seccomp:").orElse(0), number(status, "Seccomp_filters:"));
  }

  private static OptionalInt number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .filter(text -> text.matches("[0-9]{1,9}"))
        .mapToInt(Integer::parseInt)
        .findFirst();
  }

  /** Whether a child with this count is under a filter that its parent is not under. */
  boolean hasMoreThan(FilterCount parent) {
    if (mode != FILTERED) {
      return false;
    }
    if (filters.isEmpty() || parent.filters.isEmpty()) {
      return parent.mode == 0;
    }
    return filters.getAsInt() > parent.filters.getAsInt();
  }

  @Override
  public String toString() {
    return "Seccomp "
        + mode
        + (filters.isPresent() ? " with " + filters.getAsInt() + " filters" : "");
  }
}

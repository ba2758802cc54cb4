// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the script answered. */
final class Reply {

  /** What came of a call. */
  enum Status {
    /** All was done. */
    DONE,
    /** The call came too late: nothing was done. */
    LATE,
    /** The bounds of a calendar window were not those of its time: nothing was done. */
    STALE,
    /** A value is that of a calendar window of another length: nothing was done. */
    ADOPT
  }

  private static final Status[] STATUSES = Status.values();

  private final List<?> parts;

  Reply(Object answer) {
    this.parts = (List<?>) answer;
  }

  Status status() {
    return STATUSES[(int) number(parts.get(0))];
  }

  /** Returns the time there, µs; of a stale call the time that was decided at. */
  long time() {
    return number(parts.get(1));
  }

  /** Returns the value of a key, those of epochs after and all others before the call. */
  byte @Nullable [] value(int index) {
    return (byte[]) ((List<?>) parts.get(2)).get(index);
  }

  /** Returns what each command came to that was sent. */
  long amount(int index) {
    return number(((List<?>) parts.get(3)).get(index));
  }

  private static long number(Object part) {
    return (Long) part;
  }
}

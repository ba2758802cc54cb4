// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import java.util.Set;
import java.util.UUID;

/**
 * What became of an append. Whatever is not {@link Status#APPENDED} changed nothing.
 *
 * @param status what became of it
 * @param known with {@link Status#KNOWN_EVENTS} the events that are in the log already, else empty
 * @param reason with {@link Status#REFUSED} why, else empty
 */
public record AppendResult(Status status, Set<UUID> known, String reason) {

  /** The append took place. */
  public static final AppendResult APPENDED = new AppendResult(Status.APPENDED, Set.of(), "");

  /** Somebody else appended first. */
  public static final AppendResult MOVED_ON = new AppendResult(Status.MOVED_ON, Set.of(), "");

  /** An event that comes with bodies is on the stage already. */
  public static final AppendResult STAGED = new AppendResult(Status.STAGED, Set.of(), "");

  /** Copies the set. */
  public AppendResult {
    known = Set.copyOf(known);
  }

  /** Some of the events are in the log already. */
  public static AppendResult known(Set<UUID> events) {
    return new AppendResult(Status.KNOWN_EVENTS, events, "");
  }

  /** The log cannot take it, now or later, until somebody has looked at it. */
  public static AppendResult refused(String reason) {
    return new AppendResult(Status.REFUSED, Set.of(), reason);
  }

  /** The kinds of results. */
  public enum Status {
    /** The entries are in the log, their events off the stage, and the head has moved. */
    APPENDED,
    /** The log has another size than was expected: read the head and put the entries anew. */
    MOVED_ON,
    /**
     * The log has the size that was expected, and an event that comes with bodies is on the stage:
     * read the stage and put what is there, which was prepared first.
     */
    STAGED,
    /** Some of the events are in the log already: leave them out. */
    KNOWN_EVENTS,
    /** Rows and head of the log do not fit together, or it is another log than the head says. */
    REFUSED
  }
}

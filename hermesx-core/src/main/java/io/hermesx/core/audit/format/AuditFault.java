// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import java.util.Locale;

/** What can be wrong with a log. The codes are stable and listed in docs/reference/formats.md. */
public enum AuditFault {
  /** Not strict RFC 8785 of the v1 format. */
  HEADER_NOT_CANONICAL("the header is not in the one spelling of the format"),
  /** Canonical, but not what v1 allows. */
  HEADER_NOT_ALLOWED("the header has, or lacks, what the format does not allow"),
  /** The stored leaf is not the hash of the header. */
  LEAF_MISMATCH("the leaf is not the hash of the header"),
  /** The chain is broken. */
  PREVIOUS_MISMATCH("the header does not name the leaf before it"),
  /** The first event does not follow from origin and time. */
  GENESIS_MISMATCH("the first header does not name the genesis of this log"),
  /** Row and header disagree on the place. */
  SEQ_MISMATCH("the header says another place than it stands at"),
  /** Places are missing. */
  SEQ_GAP("events before this one are missing"),
  /** A place is taken twice. */
  SEQ_REPEATED("another event has this place"),
  /** Row and header disagree on the event. */
  ID_MISMATCH("the header says another event id than its row"),
  /** An event is there twice. */
  ID_REPEATED("the event is in the log already"),
  /** The event is of another log. */
  ORIGIN_MISMATCH("the header is of another log"),
  /** Recorded no later than the event before. */
  TIME_NOT_ADVANCING("the event was not recorded later than the one before it"),
  /** A writer's events are missing or repeated. */
  WRITER_GAP("the writer's counter does not continue"),
  /** There are events and no head. */
  HEAD_MISSING("the log has events and no head"),
  /** The head is of another log. */
  HEAD_ORIGIN_MISMATCH("the head is of another log"),
  /** The head counts other events. */
  HEAD_SIZE_MISMATCH("the head says another number of events than there are"),
  /** The head names another last leaf. */
  HEAD_PREVIOUS_MISMATCH("the head does not name the last leaf"),
  /** The head holds another tree. */
  HEAD_FRONTIER_MISMATCH("the frontier of the head is not that of the events"),
  /** The head says another time. */
  HEAD_TIME_MISMATCH("the head does not say when the last event was recorded"),
  /** A stored root of a subtree is wrong. */
  NODE_MISMATCH("a stored root of a subtree that ends here is not that of its events, or missing"),
  /** Events stand behind the end. */
  ENTRY_BEYOND_HEAD("an event stands behind the end that the head says"),
  /** What this process appended is not there any more. */
  HISTORY_CHANGED("the log no longer holds what this process appended"),
  /** A staged event cannot be sequenced. */
  STAGED_DAMAGED("a staged event is not what was prepared; it stays staged"),
  /** The log does not take what is staged. */
  STAGED_REFUSED("the log did not take the staged events: rows and head do not fit together"),
  /** There are more findings than are listed. */
  MORE_FINDINGS("there are more findings than are listed");

  private final String explanation;
  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  AuditFault(String explanation) {
    this.explanation = explanation;
  }

  public String code() {
    return code;
  }

  public String explanation() {
    return explanation;
  }
}

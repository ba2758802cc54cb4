// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

/** The required members of a header that are checked against what stands around it. */
public enum ScannedMember {
  /** The id of the event. */
  EVENT_ID(0, HeaderFormat.EVENT_ID),
  /** The name of the log. */
  ORIGIN(1, HeaderFormat.ORIGIN),
  /** The place. */
  SEQ(2, HeaderFormat.SEQ),
  /** The leaf before. */
  PREVIOUS(3, HeaderFormat.PREVIOUS),
  /** When it was recorded. */
  RECORDED_AT(4, HeaderFormat.RECORDED_AT),
  /** What kind of event it is. */
  TYPE(5, HeaderFormat.TYPE),
  /** Who recorded it. */
  INSTANCE(6, HeaderFormat.INSTANCE),
  /** The how-manieth it was of theirs. */
  COUNTER(7, HeaderFormat.COUNTER);

  private final int index;
  private final String name;

  ScannedMember(int index, String name) {
    this.index = index;
    this.name = name;
  }

  /** Its place among the others. */
  int index() {
    return index;
  }

  int start(HeaderView header) {
    return this == INSTANCE || this == COUNTER ? header.writer().start(name) : header.start(name);
  }
}

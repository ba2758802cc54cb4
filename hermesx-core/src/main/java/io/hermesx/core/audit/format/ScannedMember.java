// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

/** The required members of a header that are checked against what stands around it. */
public enum ScannedMember {
  /** The id of the event. */
  EVENT_ID(HeaderFormat.EVENT_ID),
  /** The name of the log. */
  ORIGIN(HeaderFormat.ORIGIN),
  /** The place. */
  SEQ(HeaderFormat.SEQ),
  /** The leaf before. */
  PREVIOUS(HeaderFormat.PREVIOUS),
  /** When it was recorded. */
  RECORDED_AT(HeaderFormat.RECORDED_AT),
  /** What kind of event it is. */
  TYPE(HeaderFormat.TYPE),
  /** Who recorded it. */
  INSTANCE(HeaderFormat.INSTANCE),
  /** The how-manieth it was of theirs. */
  COUNTER(HeaderFormat.COUNTER);

  private final String name;

  ScannedMember(String name) {
    this.name = name;
  }

  int start(HeaderView header) {
    return this == INSTANCE || this == COUNTER ? header.writer().start(name) : header.start(name);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

/** On what knowledge a rate decision was made. */
public enum RateMode {
  /** On the state of this JVM alone, by configuration. */
  LOCAL,
  /** On the state shared by all JVMs. */
  SHARED,
  /** On permits leased from the shared state. */
  LEASED,
  /**
   * On shared state that was lost and began afresh less than a refill ago: until then as much as
   * one capacity of each limit may have been admitted twice.
   */
  SHARED_ANEW,
  /** On none, because the shared state is away; refused. */
  FAIL_CLOSED,
  /** On none, because the shared state is away; allowed. */
  FAIL_OPEN,
  /** On this JVM's share of each limit, because the shared state is away. */
  LOCAL_SHARE;

  /** Tells whether it was decided without the shared state that was configured. */
  public boolean degraded() {
    return this == FAIL_CLOSED || this == FAIL_OPEN || this == LOCAL_SHARE;
  }
}

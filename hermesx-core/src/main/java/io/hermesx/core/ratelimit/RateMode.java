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
  /** On less than configured, because the shared state is away. */
  DEGRADED
}

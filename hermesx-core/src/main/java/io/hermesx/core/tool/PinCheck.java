// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

/** How a tool that a host brought along compares with what the catalogue has on record. */
public enum PinCheck {
  /** Name and pin are on record. */
  MATCH,
  /** The name is on record with another pin: the definition changed. */
  CHANGED,
  /** The name is not on record. */
  UNKNOWN
}

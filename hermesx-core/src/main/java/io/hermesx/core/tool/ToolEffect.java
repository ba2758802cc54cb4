// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

/** What calling a tool does to the world. */
public enum ToolEffect {
  /** Reads only. */
  PURE,
  /** Changes something; doing it twice is the same as doing it once. */
  IDEMPOTENT,
  /** Changes something each time. */
  SIDE_EFFECT
}

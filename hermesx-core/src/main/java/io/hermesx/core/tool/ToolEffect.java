// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import java.util.Locale;

/** What calling a tool does to the world. */
public enum ToolEffect {
  /** Reads only. */
  PURE,
  /** Changes something; doing it twice is the same as doing it once. */
  IDEMPOTENT,
  /** Changes something each time. */
  SIDE_EFFECT;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /**
   * Returns the effect as it is written in pins and in the audit trail, such as {@code
   * side_effect}.
   */
  public String wireName() {
    return wireName;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

/** Who speaks in a chat. */
public enum Role {
  /** The host's instructions. */
  SYSTEM,
  /** The person. */
  USER,
  /** The model. */
  ASSISTANT,
  /** The result of a tool call. */
  TOOL
}

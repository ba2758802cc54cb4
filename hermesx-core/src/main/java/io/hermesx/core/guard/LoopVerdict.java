// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

/** x. */
public record LoopVerdict(Action action, String rule, String reason) {
  /** x. */
  public enum Action { CONTINUE, WARN, HALT }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

/**
 * What a loop breaker says to a call or a turn.
 *
 * @param action whether it may go on
 * @param rule the rule that spoke, such as {@code max-calls} or {@code cycle}; {@code none} if none
 *     did
 * @param reason a text with counts for operators; it holds no argument values
 */
public record LoopVerdict(Action action, String rule, String reason) {

  /** The verdict of a breaker that sees nothing wrong. */
  static final LoopVerdict CONTINUE =
      new LoopVerdict(Action.CONTINUE, "none", "the run keeps within its limits");

  /** What follows. */
  public enum Action {
    /** It may go on. */
    CONTINUE,
    /** It may go on; the run repeats itself and will be stopped if it goes on like this. */
    WARN,
    /** It may not go on. */
    HALT
  }
}

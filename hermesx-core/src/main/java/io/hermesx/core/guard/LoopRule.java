// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import java.util.Locale;

/** What a loop breaker looks for. */
enum LoopRule {
  MAX_CALLS(Reach.RUN, "tool calls"),
  MAX_TURNS(Reach.RUN, "model calls"),
  MAX_TIME(Reach.RUN, "seconds"),
  MAX_CALLS_OF_TOOL(Reach.CALL, "calls of the tool"),
  SAME_FAILURE(Reach.CALL, "failures of the call with the same arguments"),
  TOOL_FAILURES(Reach.RUN, "failures of the tool with different arguments"),
  SAME_RESULT(Reach.CALL, "equal results of the call in a row"),
  CYCLE(Reach.RUN, "laps of the same calls with the same results"),
  SAME_DENIAL(Reach.RUN, "refusals of the call with the same arguments"),
  MAX_RUNS(Reach.CALL, "live runs");

  private final Reach reach;
  private final String counted;
  private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

  LoopRule(Reach reach, String counted) {
    this.reach = reach;
    this.counted = counted;
  }

  boolean haltsRun() {
    return reach == Reach.RUN;
  }

  /** The verdict on a count that is not yet the one at which the rule stops. */
  LoopVerdict warn(long count, long stop) {
    return new LoopVerdict(
        LoopVerdict.Action.WARN, wireName, count + " " + counted + ", stopped at " + stop);
  }

  /** The verdict on a count that reached the one at which the rule stops. */
  LoopVerdict halt(long count, long stop) {
    return new LoopVerdict(
        LoopVerdict.Action.HALT, wireName, count + " " + counted + ", stopped at " + stop);
  }

  /** The verdict on a call that is not among those that are allowed. */
  LoopVerdict full(long allowed) {
    return new LoopVerdict(
        LoopVerdict.Action.HALT, wireName, "all " + allowed + " " + counted + " are used up");
  }

  /** What a rule stops. */
  private enum Reach {
    CALL,
    RUN
  }
}

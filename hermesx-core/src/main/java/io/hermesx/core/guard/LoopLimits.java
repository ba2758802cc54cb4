// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.tool.ToolName;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How long a run may go on and how often it may repeat itself.
 *
 * <table>
 * <caption>The rules, what each is called in a verdict, and what it does</caption>
 * <tr><th>rule</th><th>counts</th><th>warns at</th><th>stops at</th><th>stops</th></tr>
 * <tr><td>max-calls</td><td>tool calls</td><td></td><td>over 50</td><td>the run</td></tr>
 * <tr><td>max-turns</td><td>model calls</td><td></td><td>over 90</td><td>the run</td></tr>
 * <tr><td>max-time</td><td>time since the run began</td><td></td><td>4 h</td><td>the run</td></tr>
 * <tr><td>max-calls-of-tool</td><td>calls of one tool</td><td></td><td>as set</td>
 * <td>the call</td></tr>
 * <tr><td>same-failure</td><td>failures of one call with the same arguments, whatever the error
 * </td><td>2</td><td>5</td><td>the call</td></tr>
 * <tr><td>tool-failures</td><td>different arguments with which one tool failed since it last
 * succeeded</td><td>3</td><td>8</td><td>the run</td></tr>
 * <tr><td>same-result</td><td>equal results of one call to a tool without side effects</td>
 * <td>2</td><td>5</td><td>the call</td></tr>
 * <tr><td>cycle</td><td>laps of two to four calls with equal arguments and results</td>
 * <td>3</td><td>5</td><td>the run</td></tr>
 * <tr><td>same-denial</td><td>refusals of one call with the same arguments</td><td></td>
 * <td>3</td><td>the run</td></tr>
 * <tr><td>max-runs</td><td>runs remembered at once</td><td></td>
 * <td>over 100,000, or 10,000 of a tenant</td><td>new runs</td></tr>
 * </table>
 *
 * <p>A call that repeats alone counts as a cycle of two. After a call that changed something, the
 * failures and equal results of <em>other</em> calls count from zero again: the world is another
 * one. The rules that compare calls look at the last 64 that ended. The figures are those of {@link
 * #STANDARD}; sub-agents that share a run id share its limits.
 *
 * <p>Immutable and thread-safe.
 */
public final class LoopLimits {

  /** The limits of the table. */
  public static final LoopLimits STANDARD = builder().build();

  private final Builder values;

  private LoopLimits(Builder values) {
    this.values = values.copy();
  }

  /** Returns a builder that starts with {@link #STANDARD}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts with these limits. */
  public Builder toBuilder() {
    return values.copy();
  }

  int maxCalls() {
    return values.maxCalls;
  }

  int maxTurns() {
    return values.maxTurns;
  }

  Duration maxTime() {
    return values.maxTime;
  }

  /** The most calls of a tool, or 0 if the tool has no cap of its own. */
  int maxCallsOf(ToolName tool) {
    return values.maxCallsOfTool.getOrDefault(tool, 0);
  }

  Threshold sameFailure() {
    return values.sameFailure;
  }

  Threshold toolFailures() {
    return values.toolFailures;
  }

  Threshold sameResult() {
    return values.sameResult;
  }

  Threshold cycleLaps() {
    return values.cycleLaps;
  }

  int sameDenials() {
    return values.sameDenials;
  }

  int turnsAfterHalt() {
    return values.turnsAfterHalt;
  }

  boolean polls(ToolName tool) {
    return values.pollers.contains(tool);
  }

  boolean mayFail(ToolName tool) {
    return values.failureTolerant.contains(tool);
  }

  Duration idleTime() {
    return values.idleTime;
  }

  int maxRuns() {
    return values.maxRuns;
  }

  int maxRunsPerTenant() {
    return values.maxRunsPerTenant;
  }

  /** The count from which a rule warns and the one from which it stops. */
  record Threshold(int warn, int stop) {}

  /** Collects limits. Not thread-safe. */
  public static final class Builder {

    private static final int MOST_COUNTED = 100_000;
    private static final int MOST_RUNS = 10_000_000;
    private static final int MOST_LAPS = CallRing.CAPACITY / LoopRules.LONGEST_CYCLE;
    private static final Duration LONGEST = Duration.ofDays(366);

    private int maxCalls = 50;
    private int maxTurns = 90;
    private Duration maxTime = Duration.ofHours(4);
    private Map<ToolName, Integer> maxCallsOfTool = Map.of();
    private Threshold sameFailure = new Threshold(2, 5);
    private Threshold toolFailures = new Threshold(3, 8);
    private Threshold sameResult = new Threshold(2, 5);
    private Threshold cycleLaps = new Threshold(3, 5);
    private int sameDenials = 3;
    private int turnsAfterHalt = 2;
    private Set<ToolName> pollers = Set.of();
    private Set<ToolName> failureTolerant = Set.of();
    private Duration idleTime = Duration.ofHours(1);
    private int maxRuns = 100_000;
    private int maxRunsPerTenant = 10_000;

    private Builder() {}

    /** Sets how many tool calls a run may ask for; 1 to 100,000, default 50. */
    public Builder maxCalls(int value) {
      maxCalls = value;
      return this;
    }

    /** Sets how many model calls a run may make; 1 to 100,000, default 90. */
    public Builder maxTurns(int value) {
      maxTurns = value;
      return this;
    }

    /** Sets how long after its first call or turn a run is halted; 1 s to 366 days, default 4 h. */
    public Builder maxTime(Duration value) {
      maxTime = value;
      return this;
    }

    /** Sets how often a run may ask for one tool; 1 to 100,000, by default only maxCalls counts. */
    public Builder maxCallsOf(ToolName tool, int value) {
      maxCallsOfTool = new HashMap<>(maxCallsOfTool);
      maxCallsOfTool.put(tool, value);
      return this;
    }

    /**
     * Sets at how many failures with the same arguments a call is warned and refused; 1 to 64,
     * default 2 and 5.
     */
    public Builder sameFailure(int warn, int stop) {
      sameFailure = new Threshold(warn, stop);
      return this;
    }

    /**
     * Sets at how many different arguments that make one tool fail a run is warned and halted; 1 to
     * 64, default 3 and 8. See {@link #failureTolerant}.
     */
    public Builder toolFailures(int warn, int stop) {
      toolFailures = new Threshold(warn, stop);
      return this;
    }

    /**
     * Sets at how many equal results a call without side effects is warned and refused; 1 to 64,
     * default 2 and 5. See {@link #poller}.
     */
    public Builder sameResult(int warn, int stop) {
      sameResult = new Threshold(warn, stop);
      return this;
    }

    /** Sets at how many laps of a cycle a run is warned and halted; 2 to 16, default 3 and 5. */
    public Builder cycleLaps(int warn, int stop) {
      cycleLaps = new Threshold(warn, stop);
      return this;
    }

    /** Sets at how many refusals of the same call a run is halted; 1 to 64, default 3. */
    public Builder sameDenials(int value) {
      sameDenials = value;
      return this;
    }

    /** Sets how many model calls a halted run may still make; 0 to 100,000, default 2. */
    public Builder turnsAfterHalt(int value) {
      turnsAfterHalt = value;
      return this;
    }

    /**
     * Names a tool that is asked again and again until something has happened: same-result and
     * cycle do not apply to it, the caps on calls, turns and time do.
     */
    public Builder poller(ToolName tool) {
      pollers = with(pollers, tool);
      return this;
    }

    /** Names a tool whose failures are ordinary, such as a search: tool-failures does not apply. */
    public Builder failureTolerant(ToolName tool) {
      failureTolerant = with(failureTolerant, tool);
      return this;
    }

    /**
     * Sets how long a run is remembered after its last call, turn or denial; 1 min to 366 days,
     * default 1 h. A run that comes back later counts from zero, so it should be longer than the
     * longest call and the longest wait for an approval.
     */
    public Builder idleTime(Duration value) {
      idleTime = value;
      return this;
    }

    /**
     * Sets how many runs are remembered at once; 1 to 10,000,000, default 100,000, of about 500
     * bytes at first and 2,000 once they have made 64 calls.
     */
    public Builder maxRuns(int value) {
      maxRuns = value;
      return this;
    }

    /** Sets how many of them may be of one tenant; 1 to maxRuns, default 10,000. */
    public Builder maxRunsPerTenant(int value) {
      maxRunsPerTenant = value;
      return this;
    }

    /**
     * Returns the limits.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public LoopLimits build() {
      requireRange("maxCalls", maxCalls, 1, MOST_COUNTED);
      requireRange("maxTurns", maxTurns, 1, MOST_COUNTED);
      requireRange("turnsAfterHalt", turnsAfterHalt, 0, MOST_COUNTED);
      maxCallsOfTool.forEach(
          (tool, value) -> requireRange("maxCallsOf " + tool, value, 1, MOST_COUNTED));
      requireThreshold("sameFailure", sameFailure, 1, CallRing.CAPACITY);
      requireThreshold("toolFailures", toolFailures, 1, CallRing.CAPACITY);
      requireThreshold("sameResult", sameResult, 1, CallRing.CAPACITY);
      requireThreshold("cycleLaps", cycleLaps, 2, MOST_LAPS);
      requireRange("sameDenials", sameDenials, 1, CallRing.CAPACITY);
      requireDuration("maxTime", maxTime, Duration.ofSeconds(1));
      requireDuration("idleTime", idleTime, Duration.ofMinutes(1));
      requireRange("maxRuns", maxRuns, 1, MOST_RUNS);
      requireRange("maxRunsPerTenant", maxRunsPerTenant, 1, maxRuns);
      return new LoopLimits(this);
    }

    private Builder copy() {
      Builder copy = new Builder();
      copy.maxCalls = maxCalls;
      copy.maxTurns = maxTurns;
      copy.maxTime = maxTime;
      copy.maxCallsOfTool = Map.copyOf(maxCallsOfTool);
      copy.sameFailure = sameFailure;
      copy.toolFailures = toolFailures;
      copy.sameResult = sameResult;
      copy.cycleLaps = cycleLaps;
      copy.sameDenials = sameDenials;
      copy.turnsAfterHalt = turnsAfterHalt;
      copy.pollers = pollers;
      copy.failureTolerant = failureTolerant;
      copy.idleTime = idleTime;
      copy.maxRuns = maxRuns;
      copy.maxRunsPerTenant = maxRunsPerTenant;
      return copy;
    }

    private static Set<ToolName> with(Set<ToolName> tools, ToolName tool) {
      Set<ToolName> more = new HashSet<>(tools);
      more.add(tool);
      return Set.copyOf(more);
    }

    private static void requireThreshold(String what, Threshold value, int min, int max) {
      requireRange(what + " stop", value.stop, min, max);
      requireRange(what + " warn", value.warn, min, value.stop);
    }

    private static void requireRange(String what, int value, int min, int max) {
      if (value < min || value > max) {
        throw new IllegalArgumentException(
            "loop limits: " + what + " is " + value + ", allowed: " + min + " to " + max);
      }
    }

    private static void requireDuration(String what, Duration value, Duration min) {
      if (value.compareTo(min) < 0 || value.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "loop limits: " + what + " is " + value + ", allowed: " + min + " to " + LONGEST);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.guard.CallRing.Ending;
import io.hermesx.core.guard.LoopLimits.Threshold;
import io.hermesx.core.tool.ToolEffect;
import io.hermesx.core.tool.ToolName;
import org.jspecify.annotations.Nullable;

/** The rules that compare a call with those of its run that ended. Immutable, no state. */
final class LoopRules {

  static final int SHORTEST_CYCLE = 2;
  static final int LONGEST_CYCLE = 4;

  private final LoopLimits limits;

  LoopRules(LoopLimits limits) {
    this.limits = limits;
  }

  /** Returns the first finding that stops the call, or else the first that warns, or null. */
  @Nullable Finding judge(LoopCall call, CallRing ring) {
    long signature = CallRing.mark(call.signature());
    Finding found = ring.anyFailed() ? failures(call.tool(), signature, ring) : null;
    if (limits.polls(call.tool())) {
      return found;
    }
    if (call.effect() != ToolEffect.SIDE_EFFECT) {
      found =
          worse(
              found, find(LoopRule.SAME_RESULT, sameResults(signature, ring), limits.sameResult()));
    }
    return worse(found, find(LoopRule.CYCLE, laps(signature, ring), limits.cycleLaps()));
  }

  private @Nullable Finding failures(ToolName tool, long signature, CallRing ring) {
    Finding found =
        find(LoopRule.SAME_FAILURE, sameFailures(signature, ring), limits.sameFailure());
    if (limits.mayFail(tool)) {
      return found;
    }
    return worse(
        found, find(LoopRule.TOOL_FAILURES, toolFailures(tool, ring), limits.toolFailures()));
  }

  /**
   * Tells how a call ended. A call that may be repeated without effect and answers as it did before
   * has changed nothing, so two of them cannot keep each other going.
   */
  static Ending ending(LoopCall call, long result, boolean failed, CallRing ring) {
    if (failed) {
      return Ending.FAILED;
    }
    return switch (call.effect()) {
      case PURE -> Ending.LEARNT;
      case SIDE_EFFECT -> Ending.CHANGED;
      case IDEMPOTENT ->
          isRepeated(CallRing.mark(call.signature()), result, ring)
              ? Ending.LEARNT
              : Ending.CHANGED;
    };
  }

  private static boolean isRepeated(long signature, long result, CallRing ring) {
    for (int age = 0; age < ring.size(); age++) {
      if (ring.signature(age) == signature && !ring.failed(age)) {
        return ring.result(age) == result;
      }
    }
    return false;
  }

  /** How often the call failed since it succeeded or another one changed something. */
  private static int sameFailures(long signature, CallRing ring) {
    int count = 0;
    for (int age = 0; age < ring.size(); age++) {
      if (ring.signature(age) != signature) {
        if (ring.changed(age)) {
          break;
        }
      } else if (ring.failed(age)) {
        count++;
      } else {
        break;
      }
    }
    return count;
  }

  /** With how many different arguments the tool failed since it succeeded. */
  private static int toolFailures(ToolName tool, CallRing ring) {
    int count = 0;
    for (int age = 0; age < ring.size(); age++) {
      if (ring.tool(age).equals(tool)) {
        if (!ring.failed(age)) {
          break;
        }
        if (!ring.isAmongYounger(age)) {
          count++;
        }
      }
    }
    return count;
  }

  /**
   * How often the call last answered the same since another one changed something; failures in
   * between do not make an old answer new.
   */
  private static int sameResults(long signature, CallRing ring) {
    int count = 0;
    long result = 0;
    for (int age = 0; age < ring.size(); age++) {
      if (ring.signature(age) != signature) {
        if (ring.changed(age)) {
          break;
        }
      } else if (!ring.failed(age)) {
        if (count > 0 && ring.result(age) != result) {
          break;
        }
        result = ring.result(age);
        count++;
      }
    }
    return count;
  }

  /** How many laps of a cycle lie behind, if the call would go on with it. */
  private int laps(long signature, CallRing ring) {
    int most = 0;
    for (int period = SHORTEST_CYCLE; period <= LONGEST_CYCLE; period++) {
      if (ring.size() >= period
          && ring.signature(period - 1) == signature
          && !polls(period, ring)) {
        most = Math.max(most, laps(period, ring));
      }
    }
    return most;
  }

  private static int laps(int period, CallRing ring) {
    int alike = 0;
    while (alike + period < ring.size() && ring.alike(alike, alike + period)) {
      alike++;
    }
    return alike / period + 1;
  }

  private boolean polls(int period, CallRing ring) {
    for (int age = 0; age < period; age++) {
      if (limits.polls(ring.tool(age))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Finding find(LoopRule rule, int count, Threshold threshold) {
    return count < threshold.warn() ? null : new Finding(rule, count, threshold);
  }

  private static @Nullable Finding worse(@Nullable Finding first, @Nullable Finding second) {
    if (first == null || (second != null && second.stops() && !first.stops())) {
      return second;
    }
    return first;
  }

  /** A rule whose count reached its threshold. */
  record Finding(LoopRule rule, int count, Threshold threshold) {

    boolean stops() {
      return count >= threshold.stop();
    }

    LoopVerdict verdict() {
      return stops() ? rule.halt(count, threshold.stop()) : rule.warn(count, threshold.stop());
    }
  }
}

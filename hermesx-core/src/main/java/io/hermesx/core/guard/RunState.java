// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.tool.ToolName;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one run. Thread-safe: every method is one atomic step; only the time of
 * last use belongs to the registry and is guarded by its lock.
 */
final class RunState {

  private final ReentrantLock lock = new ReentrantLock();
  private final LoopLimits limits;
  private final LoopRules rules;
  private final long startedAt;
  private final CallRing ring = new CallRing();
  private int calls;
  private int turns;
  private @Nullable Map<ToolName, Integer> callsOfTool;
  private @Nullable ArrayDeque<Long> denied;
  private @Nullable LoopVerdict halted;
  private int turnsUntilHalted;
  private long usedAt;

  RunState(LoopLimits limits, LoopRules rules, long startedAt) {
    this.limits = limits;
    this.rules = rules;
    this.startedAt = startedAt;
    this.usedAt = startedAt;
  }

  long usedAt() {
    return usedAt;
  }

  void usedAt(long millis) {
    usedAt = millis;
  }

  LoopVerdict beforeCall(LoopCall call, long now) {
    lock.lock();
    try {
      haltIfTooOld(now);
      if (halted != null) {
        return halted;
      }
      if (calls >= limits.maxCalls()) {
        return halt(LoopRule.MAX_CALLS.full(limits.maxCalls()));
      }
      calls++;
      int cap = limits.maxCallsOf(call.tool());
      if (cap > 0 && !countOfTool(call.tool(), cap)) {
        return LoopRule.MAX_CALLS_OF_TOOL.full(cap);
      }
      return judge(call);
    } finally {
      lock.unlock();
    }
  }

  void afterCall(LoopCall call, Sha256 resultHash, boolean failed) {
    long result = CallRing.mark(resultHash);
    lock.lock();
    try {
      ring.add(
          call.tool(),
          CallRing.mark(call.signature()),
          result,
          LoopRules.ending(call, result, failed, ring));
    } finally {
      lock.unlock();
    }
  }

  LoopVerdict beforeTurn(long now) {
    lock.lock();
    try {
      haltIfTooOld(now);
      if (turns >= limits.maxTurns()) {
        return halt(LoopRule.MAX_TURNS.full(limits.maxTurns()));
      }
      if (halted != null && turns - turnsUntilHalted >= limits.turnsAfterHalt()) {
        return halted;
      }
      turns++;
      return LoopVerdict.CONTINUE;
    } finally {
      lock.unlock();
    }
  }

  void denied(LoopCall call) {
    long signature = CallRing.mark(call.signature());
    lock.lock();
    try {
      if (denied == null) {
        denied = new ArrayDeque<>();
      }
      denied.addLast(signature);
      if (denied.size() > CallRing.CAPACITY) {
        denied.removeFirst();
      }
      long same = denied.stream().filter(other -> other == signature).count();
      if (same >= limits.sameDenials()) {
        halt(LoopRule.SAME_DENIAL.halt(same, limits.sameDenials()));
      }
    } finally {
      lock.unlock();
    }
  }

  private LoopVerdict judge(LoopCall call) {
    LoopRules.Finding finding = rules.judge(call, ring);
    if (finding == null) {
      return LoopVerdict.CONTINUE;
    }
    LoopVerdict verdict = finding.verdict();
    return finding.stops() && finding.rule().haltsRun() ? halt(verdict) : verdict;
  }

  /** Counts a call of a tool that has a cap; false if the cap is reached. */
  private boolean countOfTool(ToolName tool, int cap) {
    if (callsOfTool == null) {
      callsOfTool = new HashMap<>();
    }
    return callsOfTool.merge(tool, 1, Integer::sum) <= cap;
  }

  private void haltIfTooOld(long now) {
    long age = now - startedAt;
    if (halted == null && age >= limits.maxTime().toMillis()) {
      halt(LoopRule.MAX_TIME.halt(age / 1_000, limits.maxTime().toSeconds()));
    }
  }

  /** Ends the run for the first reason found. */
  private LoopVerdict halt(LoopVerdict verdict) {
    if (halted == null) {
      halted = verdict;
      turnsUntilHalted = turns;
    }
    return halted;
  }
}

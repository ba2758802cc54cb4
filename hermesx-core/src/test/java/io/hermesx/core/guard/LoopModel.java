// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.guard.LoopVerdict.Action;
import io.hermesx.core.tool.ToolEffect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One run under the standard limits as one would count it on paper: a counter for each call and
 * tool, kept up to date as calls end, and the whole list of what ended.
 */
final class LoopModel {

  private final Map<Object, Integer> failuresOfCall = new HashMap<>();
  private final Map<Object, Set<Object>> failuresOfTool = new HashMap<>();
  private final Map<Object, Integer> sameResults = new HashMap<>();
  private final Map<Object, Object> lastResult = new HashMap<>();
  private final Map<Object, Object> lastEver = new HashMap<>();
  private final Map<Object, Integer> denials = new HashMap<>();
  private final List<Object> ended = new ArrayList<>();
  private final List<Object> signatures = new ArrayList<>();
  private int calls;
  private boolean halted;

  /** Action and rule, without the text. */
  record Expected(Action action, String rule) {}

  Expected beforeCall(LoopCall call) {
    if (halted) {
      return new Expected(Action.HALT, "");
    }
    if (++calls > 50) {
      return halt("max-calls");
    }
    Object key = call.signature();
    List<Expected> found = new ArrayList<>();
    add(found, "same-failure", failuresOfCall.getOrDefault(key, 0), 2, 5);
    add(found, "tool-failures", failuresOfTool.getOrDefault(call.tool(), Set.of()).size(), 3, 8);
    if (call.effect() != ToolEffect.SIDE_EFFECT) {
      add(found, "same-result", sameResults.getOrDefault(key, 0), 2, 5);
    }
    int laps = 0;
    for (int period = 2; period <= 4; period++) {
      laps = Math.max(laps, laps(key, period));
    }
    add(found, "cycle", laps, 3, 5);
    Expected worst =
        found.stream()
            .filter(expected -> expected.action() == Action.HALT)
            .findFirst()
            .orElse(found.isEmpty() ? new Expected(Action.CONTINUE, "none") : found.get(0));
    if (worst.action() == Action.HALT && Set.of("tool-failures", "cycle").contains(worst.rule())) {
      halted = true;
    }
    return worst;
  }

  void afterCall(LoopCall call, Object result, boolean failed) {
    Object key = call.signature();
    boolean changed =
        !failed
            && (call.effect() == ToolEffect.SIDE_EFFECT
                || (call.effect() == ToolEffect.IDEMPOTENT
                    && !Objects.equals(lastEver.get(key), result)));
    if (changed) {
      failuresOfCall.keySet().retainAll(Set.of(key));
      sameResults.keySet().retainAll(Set.of(key));
      lastResult.keySet().retainAll(Set.of(key));
    }
    if (failed) {
      failuresOfCall.merge(key, 1, Integer::sum);
      failuresOfTool.computeIfAbsent(call.tool(), tool -> new HashSet<>()).add(key);
    } else {
      failuresOfCall.remove(key);
      failuresOfTool.remove(call.tool());
      boolean same = result.equals(lastResult.put(key, result));
      sameResults.merge(key, 1, (count, one) -> same ? count + 1 : 1);
      lastEver.put(key, result);
    }
    signatures.add(key);
    ended.add(List.of(key, result, failed));
  }

  void denied(LoopCall call) {
    if (denials.merge(call.signature(), 1, Integer::sum) >= 3) {
      halted = true;
    }
  }

  private Expected halt(String rule) {
    halted = true;
    return new Expected(Action.HALT, rule);
  }

  /** The most laps at the end that are equal to each other and that the call would go on with. */
  private int laps(Object key, int period) {
    int size = ended.size();
    if (size < period || !signatures.get(size - period).equals(key)) {
      return 0;
    }
    Set<List<Object>> different = new HashSet<>();
    int laps = 0;
    while ((laps + 1) * period <= size) {
      int end = size - laps * period;
      different.add(ended.subList(end - period, end));
      if (different.size() > 1) {
        break;
      }
      laps++;
    }
    return laps;
  }

  private static void add(List<Expected> found, String rule, int count, int warn, int stop) {
    if (count >= stop) {
      found.add(new Expected(Action.HALT, rule));
    } else if (count >= warn) {
      found.add(new Expected(Action.WARN, rule));
    }
  }
}

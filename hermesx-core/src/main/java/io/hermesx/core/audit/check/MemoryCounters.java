// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import java.util.HashMap;
import java.util.Map;

/** Counters in memory, of as many writers as there are. Not thread-safe. */
final class MemoryCounters implements WriterCounters {

  private final Map<String, Long> counters = new HashMap<>();
  private boolean unread;

  @Override
  public boolean isContinued(String writer, long counter) {
    Long before = counters.get(writer);
    return before == null ? unread || counter == 0 : counter == before + 1;
  }

  @Override
  public void passed(String writer, long counter) {
    counters.put(writer, counter);
  }

  @Override
  public boolean next(String writer, long counter, long seq) {
    boolean continues = isContinued(writer, counter);
    passed(writer, counter);
    return continues;
  }

  @Override
  public void forget() {
    unread = true;
    counters.clear();
  }
}

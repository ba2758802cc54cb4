// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * How to take back what a transaction changed. A step is written down before its change is made,
 * and does no harm if the change was not made after all.
 */
final class UndoLog {

  private static final int USUAL_STEPS = 8;

  private final List<Runnable> steps = new ArrayList<>(USUAL_STEPS);

  void push(Runnable step) {
    steps.add(step);
  }

  void rollBack() {
    for (int i = steps.size() - 1; i >= 0; i--) {
      steps.get(i).run();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.util.Optional;

/** What went wrong in some steps, none of which is left out because of another. One thread's. */
final class Failures {

  private Optional<RuntimeException> first = Optional.empty();

  /** Does one step. */
  void run(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      first.ifPresent(earlier -> earlier.addSuppressed(e));
      first = Optional.of(first.orElse(e));
    }
  }

  /** Adds the first with the others to what was thrown before, if there is one. */
  void addTo(Throwable thrown) {
    first.ifPresent(thrown::addSuppressed);
  }

  /** Throws the first with the others, if there is one. */
  void raise() {
    if (first.isPresent()) {
      throw first.get();
    }
  }
}

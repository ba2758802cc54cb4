// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.step;

import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import java.util.function.Function;

/**
 * How a single step of a sub-store becomes a transaction of its own. A store for which that is
 * cheaper than a transaction around it, as where step and commit are one round trip, brings its
 * own; {@link #over} does it by the contract alone.
 */
public interface StepRunner {

  /** Runs a step that only reads. */
  <T> T read(Function<TenantTx, T> step);

  /** Runs a step that changes something by one statement or not at all. */
  <T> T write(Function<TenantTx, T> step);

  /** Runs a step that may change several things one after the other. */
  <T> T several(Function<TenantTx, T> step);

  /** Returns a runner that opens a transaction of the store for each step. */
  static StepRunner over(TenantStore store) {
    return new StepRunner() {
      @Override
      public <T> T read(Function<TenantTx, T> step) {
        return store.readOnly(step);
      }

      @Override
      public <T> T write(Function<TenantTx, T> step) {
        return store.tx(step);
      }

      @Override
      public <T> T several(Function<TenantTx, T> step) {
        return store.tx(step);
      }
    };
  }
}

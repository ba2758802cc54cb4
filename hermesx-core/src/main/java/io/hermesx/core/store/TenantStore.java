// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import io.hermesx.core.tenant.TenantId;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The part of a store that belongs to one tenant. Thread-safe; blocks on I/O where there is any.
 */
public interface TenantStore {

  /** The tenant. */
  TenantId tenant();

  /**
   * Runs work in a transaction: all of it is kept, or, if it throws, nothing. The {@link TenantTx}
   * is good for this call and this thread only. Work must not open another transaction of the same
   * store.
   *
   * @throws StoreException if the transaction could not be begun or committed; it says whether
   *     trying again is safe
   * @throws IllegalStateException if the thread has a transaction of this tenant open already
   */
  <T> T tx(Function<TenantTx, T> work);

  /**
   * As {@link #tx}, for work that only reads: every step that writes throws {@link
   * IllegalStateException}.
   */
  <T> T readOnly(Function<TenantTx, T> work);

  /** As {@link #tx}, for work without a result. */
  default void run(Consumer<TenantTx> work) {
    tx(
        tx -> {
          work.accept(tx);
          return tx.tenant();
        });
  }
}

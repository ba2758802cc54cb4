// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

/** What a {@link StoreException} asks of whoever catches it. */
public enum StoreFailure {

  /**
   * Transactions were in each other's way. Nothing was kept; the same work may well come through at
   * once.
   */
  CONFLICT,

  /**
   * The store is away, full, or too busy to answer in time. Nothing was kept; the same work may
   * come through later.
   */
  UNAVAILABLE,

  /**
   * Nobody can tell: the connection broke while the commit was under way, so everything was kept,
   * or nothing. Look, or do the same work again where twice is the same as once: with the same ids,
   * the same events, or under the same idempotency key.
   */
  UNKNOWN,

  /**
   * The store said no and would say it again. Nothing was kept; the message says what to change.
   */
  REFUSED
}

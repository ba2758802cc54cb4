// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

/** Where a reservation stands. */
enum HoldState {
  /** It counts. */
  OPEN,
  /** Its time is over: it does not count any more, and can still be settled. */
  EXPIRED,
  /** It was settled or cancelled. */
  CLOSED
}

// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** The store, usage, budgets and approvals on PostgreSQL. */
@NullMarked
module io.hermesx.store.postgres {
  requires transitive io.hermesx.core;
  requires static org.jspecify;
}

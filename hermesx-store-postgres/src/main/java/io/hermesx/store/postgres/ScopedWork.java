// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.SQLException;

/** Something to do in a transaction of the store. */
@FunctionalInterface
interface ScopedWork<T> {

  T on(TenantConnection connection) throws SQLException;
}

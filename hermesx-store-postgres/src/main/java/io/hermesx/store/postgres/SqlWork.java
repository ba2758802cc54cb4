// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Something to do on a connection. */
@FunctionalInterface
interface SqlWork<T> {

  T on(Connection connection) throws SQLException;
}

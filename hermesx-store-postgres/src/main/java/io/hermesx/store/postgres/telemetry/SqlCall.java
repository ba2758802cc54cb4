// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import java.sql.SQLException;

/** One exchange with the server. */
@FunctionalInterface
interface SqlCall<T> {

  T send() throws SQLException;
}

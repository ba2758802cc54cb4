// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import java.sql.Connection;

/** Gives every statement that is prepared on a connection a span. */
@FunctionalInterface
public interface StatementSpans {

  /** Returns the connection to use instead: what goes through it is seen. */
  Connection on(Connection connection);
}

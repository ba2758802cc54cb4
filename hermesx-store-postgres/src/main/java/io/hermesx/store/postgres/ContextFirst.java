// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.SQLException;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteType;

/**
 * Sends the context of a transaction before a batch, which cannot carry it in front, and turns what
 * jOOQ throws into what a store throws.
 */
final class ContextFirst implements ExecuteListener {

  private static final long serialVersionUID = 1L;

  private final transient TenantConnection connection;

  ContextFirst(TenantConnection connection) {
    this.connection = connection;
  }

  @Override
  public void start(ExecuteContext context) {
    if (context.type() == ExecuteType.BATCH || context.type() == ExecuteType.ROUTINE) {
      try {
        connection.sendContextFor(context.type().name());
      } catch (SQLException e) {
        throw connection.failure(e);
      }
    }
  }

  @Override
  public void exception(ExecuteContext context) {
    SQLException cause = context.sqlException();
    if (cause != null) {
      context.exception(connection.failure(cause));
    }
  }
}

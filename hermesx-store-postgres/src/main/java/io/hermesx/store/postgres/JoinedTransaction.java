// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Function;

/**
 * A part of a transaction that a host opened: it is kept if the host commits, and taken back by
 * itself if it fails, whatever the host does then. Not thread-safe, as little as the connection.
 */
final class JoinedTransaction {

  private final Connection connection;
  private final TenantId tenant;
  private final Transactions transactions;

  JoinedTransaction(Connection connection, TenantId tenant, Transactions transactions) {
    this.connection = connection;
    this.tenant = tenant;
    this.transactions = transactions;
  }

  <T> T run(boolean writable, Function<PostgresTx, T> work) {
    Savepoint before = savepoint();
    TenantConnection scoped = transactions.joining(connection, tenant);
    PostgresTx tx = new PostgresTx(scoped, tenant, transactions.clock(), writable);
    boolean done = false;
    try {
      T result = work.apply(tx);
      tx.requireAnswered();
      AuditStage.stage(scoped, tx);
      connection.releaseSavepoint(before);
      done = true;
      return result;
    } catch (SQLException e) {
      throw Failures.ofStatement(e);
    } finally {
      tx.end();
      if (!done) {
        takeBack(before);
      }
    }
  }

  private Savepoint savepoint() {
    try {
      return connection.setSavepoint();
    } catch (SQLException e) {
      throw Failures.ofStatement(e);
    }
  }

  private void takeBack(Savepoint before) {
    try {
      connection.rollback(before);
    } catch (SQLException e) {
      // The connection is gone, and the transaction with it. What is under way says why.
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.store.postgres.Turn.Manner;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a host does in a transaction of its own, which the store joins: each step first in a piece
 * of work that throws, so that it alone is taken back, and then in one that does not.
 *
 * @param turn the turn
 * @param tenant whose it is
 * @param postgres the store, and where the host's connection is from
 * @param strike what goes wrong
 */
record HostWork(Turn turn, TenantId tenant, FaultyPostgres postgres, Strike strike) {

  Object run() {
    try (Connection host = postgres.host().getConnection()) {
      host.setAutoCommit(false);
      List<Object> answers = steps(host);
      strike.before(turn.steps().size(), sql -> execute(host, sql));
      if (turn.manner() == Manner.JOINED_UNDONE) {
        rollBack(host);
        return RolledBack.ANSWER;
      }
      commit(host);
      return answers;
    } catch (SQLException e) {
      throw Failures.ofStatement(e);
    }
  }

  private List<Object> steps(Connection host) {
    List<Object> answers = new ArrayList<>();
    for (int i = 0; i < turn.steps().size(); i++) {
      StoreStep step = turn.steps().get(i);
      strike.before(i, sql -> execute(host, sql));
      TenantStore joined = postgres.store().join(tenant, host);
      takeBack(joined, step);
      answers.add(joined.<Object>tx(step::applyTo));
    }
    return answers;
  }

  private static void takeBack(TenantStore joined, StoreStep step) {
    try {
      joined.run(
          tx -> {
            step.applyTo(tx);
            throw new RolledBack();
          });
    } catch (RolledBack e) {
      // As it should be: the transaction goes on without the step.
    }
  }

  private static void execute(Connection host, String sql) {
    try (Statement statement = host.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw Failures.ofStatement(e);
    }
  }

  /** A host whose connection breaks at its commit knows as much as the store would. */
  private static void commit(Connection host) {
    try {
      host.commit();
    } catch (SQLException e) {
      throw new StoreException("the host's commit", StoreFailure.UNKNOWN, e);
    }
  }

  private static void rollBack(Connection host) {
    try {
      host.rollback();
    } catch (SQLException e) {
      // The connection is gone, and the transaction with it.
    }
  }
}

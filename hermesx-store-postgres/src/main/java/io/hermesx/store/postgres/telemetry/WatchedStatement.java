// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jooq.tools.jdbc.DefaultPreparedStatement;

/** A statement each run of which goes through a {@link Sender}. Not thread-safe. */
final class WatchedStatement extends DefaultPreparedStatement {

  private final PreparedStatement statement;
  private final Operation operation;
  private final Sender sender;
  private int batched;

  WatchedStatement(PreparedStatement statement, Operation operation, Sender sender) {
    super(statement);
    this.statement = statement;
    this.operation = operation;
    this.sender = sender;
  }

  /** Sends something and tells of it. */
  @FunctionalInterface
  interface Sender {

    <T> T send(Operation operation, SqlCall<T> call) throws SQLException;
  }

  @Override
  public boolean execute() throws SQLException {
    return sender.send(operation, statement::execute);
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return sender.send(operation, statement::executeQuery);
  }

  @Override
  public int executeUpdate() throws SQLException {
    return sender.send(operation, statement::executeUpdate);
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return sender.send(operation, statement::executeLargeUpdate);
  }

  @Override
  public void addBatch() throws SQLException {
    statement.addBatch();
    batched++;
  }

  @Override
  public int[] executeBatch() throws SQLException {
    Operation batch = operation.batch(batched);
    batched = 0;
    return sender.send(batch, statement::executeBatch);
  }
}

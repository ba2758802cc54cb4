// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.jspecify.annotations.Nullable;

/**
 * The first statement of a transaction, with the context in front: parameters move on by those of
 * the context, and the context's result is taken out before the caller looks. A proxy, because
 * {@link PreparedStatement} has more than fifty setters and each of them has to move.
 */
final class PrefixedStatement implements InvocationHandler {

  private final TenantConnection connection;
  private final PreparedStatement statement;

  private PrefixedStatement(TenantConnection connection, PreparedStatement statement) {
    this.connection = connection;
    this.statement = statement;
  }

  /**
   * Returns the statement as its caller means it.
   *
   * @param statement the context, a semicolon, and what the caller means
   */
  static PreparedStatement of(TenantConnection connection, PreparedStatement statement)
      throws SQLException {
    connection.bindContext(statement);
    return (PreparedStatement)
        Proxy.newProxyInstance(
            PrefixedStatement.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            new PrefixedStatement(connection, statement));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (arguments == null) {
      return withoutArguments(method);
    }
    return pass(method, isSetter(method) ? moved(arguments) : arguments);
  }

  private @Nullable Object withoutArguments(Method method) throws Throwable {
    return switch (method.getName()) {
      case "execute" -> execute();
      case "executeQuery" -> {
        execute();
        yield statement.getResultSet();
      }
      case "executeUpdate" -> {
        execute();
        yield statement.getUpdateCount();
      }
      case "executeLargeUpdate" -> {
        execute();
        yield statement.getLargeUpdateCount();
      }
      case "getMetaData", "getParameterMetaData", "addBatch", "clearParameters", "executeBatch" ->
          throw new SQLFeatureNotSupportedException(
              method.getName() + " is not for the first statement of a transaction");
      default -> pass(method, null);
    };
  }

  /** Tells whether a method sets a parameter; setMaxRows and its like have one argument only. */
  static boolean isSetter(Method method) {
    return method.getDeclaringClass() == PreparedStatement.class
        && method.getName().startsWith("set")
        && method.getParameterCount() > 1
        && method.getParameterTypes()[0] == int.class;
  }

  private Object[] moved(Object[] arguments) {
    Object[] moved = arguments.clone();
    moved[0] = (Integer) arguments[0] + connection.contextParameters();
    return moved;
  }

  private boolean execute() throws SQLException {
    connection.runFirst(statement);
    return statement.getMoreResults();
  }

  private @Nullable Object pass(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(statement, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;
import org.postgresql.core.BaseConnection;

/** Real connections behind a wrapper that shows the driver's public face and not what it knows. */
final class HidingSource {

  private HidingSource() {}

  static DataSource over(DataSource source) {
    return proxy(
        DataSource.class,
        (unused, method, arguments) ->
            method.getName().equals("getConnection")
                ? hiding(source.getConnection())
                : call(source, method, arguments));
  }

  private static Connection hiding(Connection connection) {
    return proxy(
        Connection.class,
        (unused, method, arguments) ->
            method.getName().equals("isWrapperFor") && arguments[0] == BaseConnection.class
                ? false
                : call(connection, method, arguments));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            HidingSource.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}

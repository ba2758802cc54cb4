// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Connections that remember the text of every statement that is prepared on them. */
final class StatementRecorder {

  private final List<String> statements = new ArrayList<>();
  private final DataSource source;

  StatementRecorder(DataSource source) {
    this.source = source;
  }

  /** The same source, recorded. */
  DataSource recorded() {
    return proxy(DataSource.class, source);
  }

  /** Runs something and returns the statements of it. */
  List<String> during(Runnable work) {
    statements.clear();
    work.run();
    return List.copyOf(statements);
  }

  private <T> T proxy(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> pass(target, method, arguments)));
  }

  private Object pass(Object target, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("prepareStatement")) {
      statements.add((String) arguments[0]);
    }
    try {
      Object answer = method.invoke(target, arguments);
      return method.getName().equals("getConnection") && answer instanceof Connection
          ? proxy(Connection.class, answer)
          : answer;
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}

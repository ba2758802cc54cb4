// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** Connections that remember what is run on them, and every value that goes with it. */
final class ValueRecorder {

  private final List<String> sent = new ArrayList<>();
  private final Set<String> values = new TreeSet<>();
  private final DataSource source;

  ValueRecorder(DataSource source) {
    this.source = source;
  }

  /** The same source, recorded. */
  DataSource recorded() {
    return proxy(DataSource.class, source, "");
  }

  /** The text of every statement that was run, in order. */
  List<String> sent() {
    return List.copyOf(sent);
  }

  /** Every value that was bound to a parameter, as text; octets as the text that they are. */
  Set<String> values() {
    return values;
  }

  void forget() {
    sent.clear();
    values.clear();
  }

  private <T> T proxy(Class<T> type, Object target, String sql) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> pass(target, method, arguments, sql)));
  }

  private Object pass(Object target, Method method, Object[] arguments, String sql)
      throws Throwable {
    if (target instanceof PreparedStatement) {
      record(method, arguments, sql);
    } else if (method.getName().equals("createArrayOf")) {
      keep(arguments[1]);
    }
    try {
      Object answer = method.invoke(target, arguments);
      return switch (method.getName()) {
        case "getConnection" -> proxy(Connection.class, answer, "");
        case "prepareStatement" -> proxy(PreparedStatement.class, answer, (String) arguments[0]);
        default -> answer;
      };
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private void record(Method method, Object[] arguments, String sql) {
    if (method.getName().startsWith("execute")) {
      sent.add(sql);
    } else if (PrefixedStatement.isSetter(method)) {
      keep(arguments[1]);
    }
  }

  private void keep(Object value) {
    if (value instanceof Object[] several) {
      for (Object one : several) {
        keep(one);
      }
    } else if (value instanceof byte[] octets) {
      values.add(new String(octets, StandardCharsets.UTF_8));
    } else if (value != null) {
      values.add(value.toString().toLowerCase(Locale.ROOT));
    }
  }
}

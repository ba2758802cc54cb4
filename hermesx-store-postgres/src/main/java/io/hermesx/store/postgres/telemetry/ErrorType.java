// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of a failure: its SQLSTATE, or the name of the exception's class where there is
 * none. Messages are left out, because PostgreSQL quotes rows and parameters in them.
 *
 * @param name the class of error
 * @param sqlState what the server or the driver said, if it said something
 */
record ErrorType(String name, @Nullable String sqlState) {

  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  static final AttributeKey<String> STATUS_CODE = AttributeKey.stringKey("db.response.status_code");

  private static final int DEEPEST = 16;

  /** Nothing else is taken for one: a driver in between may put anything there. */
  private static final Pattern SQL_STATE = Pattern.compile("[0-9A-Z]{5}");

  static ErrorType of(Throwable failure) {
    Throwable e = failure;
    for (int depth = 0; e != null && depth < DEEPEST; depth++) {
      if (e instanceof SQLException sql
          && sql.getSQLState() != null
          && SQL_STATE.matcher(sql.getSQLState()).matches()) {
        return new ErrorType(sql.getSQLState(), sql.getSQLState());
      }
      e = e.getCause();
    }
    return new ErrorType(failure.getClass().getName(), null);
  }

  void putInto(AttributesBuilder attributes) {
    attributes.put(ERROR_TYPE, name);
    if (sqlState != null) {
      attributes.put(STATUS_CODE, sqlState);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.store.postgres.telemetry.QuerySummary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.ResultQuery;

/**
 * A statement too long for a line of Java: a file beside this class, in the folder {@code sql},
 * with parameters written {@code :name}. Immutable.
 */
final class SqlText {

  private static final Pattern COMMENT = Pattern.compile("--[^\n]*");
  private static final Pattern PARAMETER = Pattern.compile(":([a-z_]+)");

  private final String template;
  private final List<String> parameters;
  private final List<Field<?>> columns;

  private SqlText(String template, List<String> parameters, List<Field<?>> columns) {
    this.template = template;
    this.parameters = parameters;
    this.columns = columns;
  }

  /**
   * Reads the file {@code sql/name.sql}.
   *
   * @param columns what a row of the answer has, in order; without them the driver would ask the
   *     server for it, in a round trip of its own that can fail by itself
   */
  static SqlText named(String name, Field<?>... columns) {
    String text = COMMENT.matcher(resource("sql/" + name + ".sql")).replaceAll("");
    List<String> parameters = new ArrayList<>();
    StringBuilder template = new StringBuilder(QuerySummary.tag(name));
    Matcher matcher = PARAMETER.matcher(text);
    while (matcher.find()) {
      if (!parameters.contains(matcher.group(1))) {
        parameters.add(matcher.group(1));
      }
      matcher.appendReplacement(template, "{" + parameters.indexOf(matcher.group(1)) + "}");
    }
    return new SqlText(
        matcher.appendTail(template).toString(), List.copyOf(parameters), List.of(columns));
  }

  /** Returns the statement as one that answers rows. */
  ResultQuery<Record> query(DSLContext sql, Map<String, Field<?>> values) {
    return sql.resultQuery(template, bound(values)).coerce(columns);
  }

  /** Runs the statement and returns how many rows it wrote. */
  int execute(DSLContext sql, Map<String, Field<?>> values) {
    return sql.execute(template, bound(values));
  }

  private QueryPart[] bound(Map<String, Field<?>> values) {
    return parameters.stream()
        .map(
            name -> {
              Field<?> value = values.get(name);
              if (value == null) {
                throw new IllegalArgumentException("the statement needs a value for " + name);
              }
              return value;
            })
        .toArray(QueryPart[]::new);
  }

  private static String resource(String path) {
    try (InputStream file = SqlText.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException(path + " is missing from the artifact");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

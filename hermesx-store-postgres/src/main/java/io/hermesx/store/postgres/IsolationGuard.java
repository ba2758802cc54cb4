// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.HermesException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A look at the catalogue of a database that tells which tables are not isolated, and what else
 * leads around the isolation of those that are. A host calls it in a test of its own, on the schema
 * that its migrations made: a table that somebody forgot to protect then fails the host's build.
 *
 * <p>It looks at row-level security and whether it is forced, the boundary's exact text, the tenant
 * column, its trigger and its default, owners, partitions wherever they lie, keys and foreign keys,
 * grants, default privileges, sequences, views, rules, foreign tables, disabled triggers, and
 * functions that run as their owner. For the schema {@code hermesx} it also compares every grant,
 * policy, trigger and function with what the migrations made.
 *
 * <p>It reads the catalogue alone and changes nothing; any login may ask. Immutable; blocks on the
 * database.
 */
public final class IsolationGuard {

  private final DataSource source;
  private final List<String> schemas;
  private final Map<String, String> exceptions;

  private IsolationGuard(DataSource source, List<String> schemas, Map<String, String> exceptions) {
    this.source = source;
    this.schemas = schemas;
    this.exceptions = exceptions;
  }

  /** Returns a guard of a database, which looks at nothing yet. */
  public static IsolationGuard of(DataSource source) {
    return new IsolationGuard(source, List.of(), Map.of());
  }

  /** Returns a guard that looks at this schema too, such as {@code shop}, or {@code hermesx}. */
  public IsolationGuard schema(String schema) {
    List<String> more = new ArrayList<>(schemas);
    more.add(schema);
    return new IsolationGuard(source, List.copyOf(more), exceptions);
  }

  /**
   * Returns a guard that lets one thing pass.
   *
   * @param name what stands before the colon of the violation: a table with its schema, such as
   *     {@code shop.countries}, which is then taken to be the same for every tenant; or an index, a
   *     constraint, a view, a function, or a grant such as {@code shop.orders_id_seq/shop_app}
   * @param reason why that is right, for whoever reads the test
   */
  public IsolationGuard except(String name, String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("the exception of " + name + " has no reason: say why");
    }
    Map<String, String> more = new LinkedHashMap<>(exceptions);
    more.put(name, reason);
    return new IsolationGuard(source, schemas, more);
  }

  /**
   * Returns everything that is wrong, each as name, colon, and what to do; empty if nothing is. A
   * schema that is not there or holds no table is wrong too, and so is an exception that nothing
   * needs.
   *
   * @throws IllegalStateException if no schema was named
   * @throws HermesException if the database cannot be asked
   */
  public List<String> violations() {
    if (schemas.isEmpty()) {
      throw new IllegalStateException("the guard looks at nothing: name a schema with schema(…)");
    }
    try (Connection connection = source.getConnection()) {
      boolean before = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        // Names come out with their schema, and no function of somebody's stands in for
        // PostgreSQL's.
        statement.execute("set local search_path = pg_catalog");
        return new GuardedCatalogue(connection, exceptions).violations(schemas);
      } finally {
        connection.rollback();
        connection.setAutoCommit(before);
      }
    } catch (SQLException e) {
      throw new HermesException(
          "the catalogue could not be read (SQLSTATE "
              + e.getSQLState()
              + "): "
              + SqlStates.advice(e.getSQLState()),
          e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.StoreFailure;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an error of PostgreSQL asks for, and what to do about it, by its SQLSTATE (its manual's
 * appendix A).
 */
final class SqlStates {

  private static final String GUIDE = "see docs/guides/postgresql.md";

  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("40001", "transactions were in each other's way; try the same work again"),
          Map.entry("40P01", "transactions waited for each other; try the same work again"),
          Map.entry("26000", "a prepared statement was gone; try the same work again"),
          Map.entry("0A000", "a table changed under a prepared statement; try the same work again"),
          Map.entry("25P03", "the transaction did nothing for longer than the server allows"),
          Map.entry("55P03", "a lock was not to be had in lockTimeout; try again later"),
          Map.entry(
              "57014",
              "the statement was cancelled or took longer than statementTimeout; try again, or raise it"),
          Map.entry("57P01", "the server is being stopped or ended the connection; try again"),
          Map.entry("57P02", "the server crashed and restarts; try again"),
          Map.entry("57P03", "the server is starting or stopping; try again"),
          Map.entry("53100", "the server's disk is full; make room, then try again"),
          Map.entry("53200", "the server is out of memory; try again later"),
          Map.entry(
              "53300",
              "the server has no connection left; lower poolSize or raise max_connections"),
          Map.entry("28P01", "user or password is wrong; check what you passed to the builder"),
          Map.entry("28000", "the server does not let this user in; see its pg_hba.conf"),
          Map.entry("3D000", "the database does not exist; check the url"),
          Map.entry("42501", "row-level security or a missing grant refused it; " + GUIDE),
          Map.entry("42P01", "a table is missing; run the migrations"),
          Map.entry("42883", "a function is missing; run the migrations"),
          Map.entry("3F000", "the schema hermesx is missing; run bootstrap.sql and the migrations"),
          Map.entry("25006", "the server only reads, as a standby does; connect to the primary"),
          Map.entry("25P02", "an earlier statement of the transaction failed"),
          Map.entry("HX001", "the transaction has no tenant; go through forTenant or join"),
          Map.entry("HX003", "the login or its isolation level does not fit; " + GUIDE),
          Map.entry("HX005", "the context key is not one of the database's; " + GUIDE),
          Map.entry("HX006", "the transaction belongs to another tenant already; end it first"),
          Map.entry(
              "HX007", "a look across tenants needs an audit event of its own; pass a fresh one"),
          Map.entry("HX008", "something temporary is left in the session; close the connection"),
          Map.entry("HX002", "rows are only ever added, and keep their tenant; write a new one"),
          Map.entry("HX004", "an idempotency key was taken and not answered; answer it, or throw"));

  /** Transactions that were in each other's way, and statements that come right when repeated. */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "26000", "0A000");

  /** Time-outs, and a server that only reads because another is the primary now. */
  private static final Set<String> LATER = Set.of("55P03", "57014", "25P03", "25006");

  /** Connection, resources, operator, system and internal errors: the server, not the statement. */
  private static final Set<String> LATER_CLASSES = Set.of("08", "53", "57", "58", "XX");

  private SqlStates() {}

  /** What the caller can do about an error that left nothing behind. */
  static StoreFailure failure(@Nullable String state) {
    if (state == null || LATER.contains(state) || LATER_CLASSES.contains(state.substring(0, 2))) {
      return StoreFailure.UNAVAILABLE;
    }
    return CONFLICTS.contains(state) ? StoreFailure.CONFLICT : StoreFailure.REFUSED;
  }

  static String advice(@Nullable String state) {
    if (state == null) {
      return "the connection was closed before; the first failure of the transaction says why";
    }
    if (state.startsWith("08")) {
      return "the server was not reachable or the connection broke; try again when it is back";
    }
    return ADVICE.getOrDefault(state, "see the list of error codes in PostgreSQL's manual");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.StoreFailure;
import io.hermesx.store.postgres.FaultyWire.Break;
import java.util.List;
import java.util.Set;

/**
 * Something that goes wrong during a turn.
 *
 * @param kind what
 * @param place from where in the turn on, counted from its end; 0 or more
 * @param trip on the wire, which trip from there; 1 is the next one
 */
record Fault(Kind kind, int place, int trip) {

  /** What goes wrong. */
  enum Kind {
    /** The server ends every session before a step, or before the commit. */
    KILLED,
    /** The server refuses a statement between two steps, for a reason that will pass. */
    CONFLICT,
    /** The server refuses a statement between two steps, for good. */
    REFUSED,
    /** A statement between two steps takes longer than it may. */
    TIMEOUT,
    /** The connection breaks before the server hears of a trip. */
    BEFORE,
    /** The connection breaks while the server works on a trip. */
    DURING,
    /** The connection breaks when the server is done with a trip and before it says so. */
    AFTER;

    /** Whether it is a trip of a connection that goes wrong. */
    boolean isOnTheWire() {
      return Set.of(BEFORE, DURING, AFTER).contains(this);
    }
  }

  /** Whether it is a statement inside a transaction that goes wrong, and the connection lives. */
  boolean sparesConnection() {
    return Set.of(Kind.CONFLICT, Kind.REFUSED, Kind.TIMEOUT).contains(kind);
  }

  /** Whether it strikes from one of so many places on. */
  boolean strikesAt(int step, int places) {
    return places - 1 - place % places == step;
  }

  /** Breaks the connections, now or at one of the next trips. */
  void strike(FaultyPostgres postgres) {
    if (kind == Kind.KILLED) {
      postgres.endSessions();
    } else {
      postgres.wire().breakAt(trip, Break.valueOf(kind.name()));
    }
  }

  /** The statements, in a transaction, of which the server does not carry out the last one. */
  List<String> statements() {
    return switch (kind) {
      case CONFLICT -> List.of(raise(place % 2 == 0 ? "40001" : "40P01"));
      case REFUSED -> List.of(raise("23514"));
      case TIMEOUT -> List.of("set local statement_timeout = '10ms'", "select pg_sleep(60)");
      default -> throw new IllegalStateException(kind + " is not about a statement");
    };
  }

  private static String raise(String state) {
    return "do $$ begin raise exception using errcode = '" + state + "'; end $$";
  }

  /** What a failure by this fault can be. */
  Set<StoreFailure> failures() {
    return switch (kind) {
      case CONFLICT -> Set.of(StoreFailure.CONFLICT);
      case REFUSED -> Set.of(StoreFailure.REFUSED);
      case TIMEOUT -> Set.of(StoreFailure.UNAVAILABLE);
      default -> Set.of(StoreFailure.UNAVAILABLE, StoreFailure.UNKNOWN);
    };
  }
}

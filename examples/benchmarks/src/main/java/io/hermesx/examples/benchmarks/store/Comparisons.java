// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.TenantTx;
import io.hermesx.examples.benchmarks.store.Rows.Conversation;
import io.hermesx.store.postgres.PostgresStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What is compared with what, over one way to the server. */
final class Comparisons {

  private static final int PAGE = 50;
  private static final JsonObject BODY =
      JsonObject.parseObject(
          "{\"role\":\"user\",\"content\":\"" + "where is my order? ".repeat(8) + "\"}");

  private final Rows rows;
  private final PostgresStore store;
  private final TwinTables twin;
  private final SetAndQuery usual;
  private final OneTripRead sealed;
  private final OneTripRead plain;

  /**
   * @param plainPool on the database whose boundary believes what it is told
   */
  Comparisons(DurableServer server, Pools pools, DataSource plainPool, Rows rows)
      throws SQLException {
    this.rows = rows;
    this.store = pools.store();
    this.twin = new TwinTables(pools.peer());
    this.usual =
        new SetAndQuery(pools.peer(), server.superuser(DurableServer.SEALED), rows.tenants());
    this.sealed = new OneTripRead(pools.peer(), new Seal(server.contextKey())::of);
    this.plain = new OneTripRead(plainPool, usual::context);
  }

  List<Comparison> all() {
    return List.of(
        new Comparison("store-read-vs-raw", this::find, turn -> twin.find(rows.any(turn))),
        new Comparison(
            "store-read-vs-explicit-tx", this::find, turn -> usual.find(List.of(rows.any(turn)))),
        new Comparison("store-append-vs-raw-insert", this::append, this::insert),
        new Comparison(
            "store-list50-vs-raw", this::list, turn -> twin.messages(rows.talkative(turn), PAGE)),
        new Comparison(
            "store-list50-vs-raw-texts",
            this::list,
            turn -> twin.texts(rows.talkative(turn), PAGE)),
        new Comparison(
            "store-sealed-context-vs-plain",
            turn -> sealed.find(rows.any(turn)),
            turn -> plain.find(rows.any(turn))),
        new Comparison("store-tx3-vs-explicit-tx", this::three, turn -> usual.find(trio(turn))));
  }

  private void find(int turn) {
    Conversation asked = rows.any(turn);
    require(store.forTenant(asked.tenant()).sessions().find(asked.id()).isPresent());
  }

  private void append(int turn) {
    Conversation asked = rows.talkative(turn);
    require(
        store.forTenant(asked.tenant()).sessions().append(asked.id(), List.of(BODY)).isPresent());
  }

  private void insert(int turn) throws SQLException {
    twin.append(rows.talkative(turn), BODY);
  }

  private void list(int turn) {
    Conversation asked = rows.talkative(turn);
    require(
        store.forTenant(asked.tenant()).sessions().messages(asked.id(), 0, PAGE).size() == PAGE);
  }

  private void three(int turn) {
    List<Conversation> asked = trio(turn);
    store
        .forTenant(asked.get(0).tenant())
        .readOnly(
            tx -> {
              asked.forEach(each -> find(tx, each.id()));
              return Optional.empty();
            });
  }

  private static void find(TenantTx tx, SessionId id) {
    require(tx.sessions().find(id).isPresent());
  }

  /** Three conversations of one tenant. */
  private List<Conversation> trio(int turn) {
    Conversation first = rows.any(turn);
    return List.of(
        first,
        new Conversation(first.tenant(), rows.any(turn + 1).id()),
        new Conversation(first.tenant(), rows.any(turn + 2).id()));
  }

  private static void require(boolean found) {
    if (!found) {
      throw new IllegalStateException("the store did not answer what is there");
    }
  }
}

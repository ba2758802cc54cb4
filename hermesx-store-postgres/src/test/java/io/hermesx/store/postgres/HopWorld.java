// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.TestIds;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows that a hop works on: the same conversations, by their ids, for each of many tenants. The
 * title of a conversation and every message say whose they are.
 */
final class HopWorld {

  static final int CONVERSATIONS = 4;
  private static final String OWNER = "user:alice";

  private final TestIds ids = TestIds.create();
  private final List<TenantId> tenants =
      IntStream.range(0, 50).mapToObj(i -> TenantId.named("tenant-" + i)).toList();
  private final List<SessionId> sessions =
      Stream.generate(this::freshSession).limit(CONVERSATIONS).toList();
  private final TestDatabase database;

  HopWorld(TestDatabase database) {
    this.database = database;
  }

  /** Writes the rows that are there from the beginning. */
  void seed(PostgresStore store) {
    for (TenantId tenant : tenants) {
      store
          .forTenant(tenant)
          .run(
              tx -> {
                for (SessionId session : sessions) {
                  tx.sessions().create(session, OWNER, tenant.toString());
                  tx.sessions().append(session, List.of(body(tenant, 0, CONVERSATIONS)));
                }
              });
    }
  }

  List<TenantId> tenants() {
    return tenants;
  }

  /** A conversation that every tenant has. */
  SessionId anySession(RandomGenerator random) {
    return sessions.get(random.nextInt(CONVERSATIONS));
  }

  SessionId freshSession() {
    return new SessionId(ids.next());
  }

  /**
   * A message.
   *
   * @param work the number of the piece of work that writes it
   * @param whole how many messages of the tenant that piece writes
   */
  static JsonObject body(TenantId tenant, long work, int whole) {
    return JsonObject.builder()
        .put("tenant", tenant.toString())
        .put("work", work)
        .put("whole", whole)
        .build();
  }

  /** Checks that every row is its tenant's, counted, without a gap, and kept as was said. */
  void assertWhole(Promises promises) throws SQLException {
    assertThat(
            rows(
                "select count(*), 0 from hermesx.sessions where title <> tenant_id::text union all"
                    + " select count(*), 0 from hermesx.session_messages"
                    + " where body ->> 'tenant' is distinct from tenant_id::text"))
        .as("rows that say they are another's")
        .containsOnlyKeys(0L);
    assertThat(
            rows(
                "select s.messages, count(m.seq) from hermesx.sessions s"
                    + " left join hermesx.session_messages m on m.tenant_id = s.tenant_id"
                    + " and m.session_id = s.id group by s.tenant_id, s.id, s.messages having"
                    + " s.messages <> count(m.seq) or s.messages <> coalesce(max(m.seq), 0)"))
        .as("conversations that count wrongly or have a gap")
        .isEmpty();
    String ofWork = " from hermesx.session_messages where body ->> 'work' <> '0' group by 1";
    promises.assertKept(
        rows("select (body ->> 'work')::bigint, count(*)" + ofWork),
        rows("select (body ->> 'work')::bigint, max((body ->> 'whole')::bigint)" + ofWork));
  }

  private Map<Long, Long> rows(String query) throws SQLException {
    Map<Long, Long> found = new HashMap<>();
    try (Connection connection = database.superuser().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        found.put(row.getLong(1), row.getLong(2));
      }
    }
    return found;
  }
}

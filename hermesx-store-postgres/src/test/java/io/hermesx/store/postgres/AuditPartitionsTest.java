// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The keys of the log keep place and event unique where its tables are partitioned by the tenant,
 * and could not where they were by time or place.
 */
class AuditPartitionsTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final String COPY =
      "create table if not exists public.%1$s (like hermesx.%1$s including all)"
          + " partition by hash (tenant_id); ";
  private static final String PART =
      "create table if not exists public.%1$s_%2$d partition of public.%1$s"
          + " for values with (modulus 4, remainder %2$d); ";

  @BeforeEach
  void partition() {
    for (String table : new String[] {"audit_events", "audit_nodes", "audit_checkpoints"}) {
      DATABASE.execute(COPY.formatted(table));
      for (int i = 0; i < 4; i++) {
        DATABASE.execute(PART.formatted(table, i));
      }
    }
  }

  private static String stateOf(String sql) throws SQLException {
    try (Session session = Session.begin(DATABASE.superuser(), "")) {
      return session.errorOf(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into %s.audit_events select '%s', 7, gen_random_uuid(), 'x', sha256('x')"
            + " from generate_series(1, 2)",
        "insert into %s.audit_events select '%s', n, '%2$s', 'x', sha256('x')"
            + " from generate_series(1, 2) n",
        "insert into %s.audit_nodes select '%s', 1, 1, sha256('x') from generate_series(1, 2)",
        "insert into %s.audit_checkpoints select '%s', 1, 'x', true from generate_series(1, 2)"
      })
  void keys_partitionedByTheTenant_areUniqueAsBefore(String twice) throws SQLException {
    String tenant = Attacker.A.toString();
    assertThat(stateOf(twice.formatted("public", tenant))).isEqualTo("23505");
    assertThat(stateOf(twice.formatted("hermesx", tenant))).isEqualTo("23505");
    String once = twice.replace("(1, 2)", "(1, 1)");
    assertThat(stateOf(once.formatted("public", tenant))).as("control").isEqualTo("none");
  }

  @Test
  void keys_partitionedByPlaceOrTime_cannotBe() throws SQLException {
    String copy =
        "create table public.other (like hermesx.audit_events including all) partition by ";
    assertThat(stateOf(copy + "range (seq)")).isEqualTo("0A000");
    assertThat(
            stateOf(
                "create table public.other (like hermesx.audit_events including all, at timestamptz)"
                    + " partition by range (at)"))
        .isEqualTo("0A000");
    assertThat(stateOf(copy + "hash (tenant_id)")).as("control").isEqualTo("none");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Logs that were begun before there were nodes get them, and go on. */
class AuditMigrationTest {

  private static final int LARGE = 70_003;
  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId SMALL = TenantId.named("small");

  private final TestDatabase database = EmbeddedServer.emptyDatabase();

  @Test
  void apply_toLogsOfTheVersionBefore_computesTheirNodes() throws SQLException {
    migrateTo(17);
    List<AuditNode> expected = new ArrayList<>();
    MerkleFrontier large = fill(ACME, LARGE, expected);
    fill(SMALL, 255, new ArrayList<>());

    assertThat(Migrations.of(database.migrator()).apply()).isNotEmpty();

    try (PostgresStore store =
        database.builder().contextKey(Migrations.of(database.migrator()).contextKey()).build()) {
      for (int level = 1; level <= 2; level++) {
        int wanted = level;
        assertThat(hashes(store, level))
            .isEqualTo(
                expected.stream().filter(n -> n.level() == wanted).map(AuditNode::hash).toList());
      }
      assertThat(hashes(store, 1)).hasSize(LARGE / 256);
      assertThat(hashes(store, 2)).hasSize(1);
      assertThat(store.auditLog().hashes(SMALL, 1, 0, 10)).isEmpty();
      assertThat(store.auditLog().head(ACME).orElseThrow().frontier()).isEqualTo(large);
    }
  }

  private static List<Sha256> hashes(PostgresStore store, int level) {
    return store.auditLog().hashes(ACME, level, 0, 10_000);
  }

  /** An older bootstrap.sql is told to be run again. */
  @Test
  void apply_withoutTheRightsOfTheWriter_saysToRunTheBootstrapAgain() throws SQLException {
    migrateTo(17);
    database.execute("revoke hermesx_writer from hermesx_owner");
    try (Connection connection = database.migrator().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(MigrationFile.all().get(17).sql());
      throw new AssertionError("it was applied");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("HX003");
      assertThat(e.getMessage()).contains("bootstrap.sql");
    } finally {
      database.execute("grant hermesx_writer to hermesx_owner");
    }
  }

  private void migrateTo(int version) throws SQLException {
    Migrations.of(database.superuser()).bootstrap();
    try (Connection connection = database.migrator().getConnection();
        Statement statement = connection.createStatement()) {
      for (MigrationFile file : MigrationFile.all().subList(0, version)) {
        statement.execute(file.sql());
      }
    }
  }

  private MerkleFrontier fill(TenantId tenant, int size, List<AuditNode> nodes)
      throws SQLException {
    UUID[] ids = new UUID[size];
    byte[][] leaves = new byte[size][];
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (int i = 0; i < size; i++) {
      ids[i] = new UUID(7, i);
      Sha256 leaf = Sha256.raw(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)});
      leaves[i] = leaf.octets();
      frontier = frontier.append(leaf, nodes::add);
    }
    try (Connection connection = database.superuser().getConnection()) {
      try (PreparedStatement events =
          connection.prepareStatement(
              "insert into hermesx.audit_events select ?, n - 1, id, '\\x01', leaf"
                  + " from unnest(?, ?) with ordinality e (id, leaf, n)")) {
        events.setObject(1, tenant.value());
        events.setArray(2, connection.createArrayOf("uuid", ids));
        events.setArray(3, connection.createArrayOf("bytea", leaves));
        events.execute();
      }
      try (PreparedStatement head =
          connection.prepareStatement(
              "insert into hermesx.audit_heads values (?, 'origin', ?, ?, ?, now())")) {
        head.setObject(1, tenant.value());
        head.setLong(2, size);
        head.setBytes(3, leaves[size - 1]);
        head.setBytes(4, AuditRows.octets(frontier));
        head.execute();
      }
    }
    return frontier;
  }
}

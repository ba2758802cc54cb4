// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table of the schema is a tenant's, and a new one that is not turns this red. */
class CatalogueGuardTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();

  @Test
  void catalogue_asMigrated_isAsItHasToBe() throws SQLException {
    try (Connection connection = DATABASE.superuser().getConnection()) {
      assertThat(CatalogueGuard.violations(connection)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void catalogue_weakened_isNoticed(String mutant) throws SQLException {
    try (Connection connection = DATABASE.superuser().getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("create table hermesx.other (tenant_id uuid, id uuid primary key)");
        int before = CatalogueGuard.violations(connection).size();
        statement.execute(mutant);
        assertThat(CatalogueGuard.violations(connection)).hasSizeGreaterThan(before);
      } finally {
        connection.rollback();
      }
    }
  }

  static Stream<String> mutants() {
    return CatalogueGuard.lines("catalogue-mutants.txt");
  }
}

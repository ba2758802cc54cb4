// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table of the schema is a tenant's, and a new one that is not turns this red. */
class CatalogueGuardTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final Mutant MUTANT =
      new Mutant(
          DATABASE,
          "create table hermesx.other (tenant_id uuid, id uuid primary key);"
              + "alter table hermesx.receipt_intents add unique (id, tenant_id)",
          Map.of());

  @Test
  void catalogue_asMigrated_isAsItHasToBe() {
    assertThat(IsolationGuard.of(DATABASE.superuser()).schema("hermesx").violations()).isEmpty();
    assertThat(IsolationGuard.of(DATABASE.application()).schema("hermesx").violations()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void catalogue_weakened_isNoticedByTheRuleAboutIt(String rule, String mutant)
      throws SQLException {
    List<String> found = MUTANT.violations("hermesx", mutant);

    assertThat(found).anyMatch(violation -> violation.contains(rule));
    System.out.println("caught: " + mutant + "\n    by: " + rule);
  }

  static Stream<Arguments> mutants() {
    return Mutant.of("catalogue-mutants.txt");
  }
}

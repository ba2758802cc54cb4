// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.HermesException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guard says of a host's schema. */
class IsolationGuardTest {

  private static final TestDatabase DATABASE = HostSchema.database();
  private static final String COUNTRIES = "shop.countries";
  private static final Mutant MUTANT =
      new Mutant(DATABASE, "set role shop_owner", Map.of(COUNTRIES, "the same for every tenant"));

  private static IsolationGuard guard() {
    return IsolationGuard.of(HostSchema.application(DATABASE)).schema("shop");
  }

  @Test
  void hostSchema_protected_isClean() {
    assertThat(guard().except(COUNTRIES, "the same for every tenant").violations()).isEmpty();
    assertThat(
            guard().schema("hermesx").except(COUNTRIES, "the same for every tenant").violations())
        .isEmpty();
  }

  @Test
  void tableWithoutTenant_notExcepted_isReported() {
    assertThat(guard().violations())
        .contains("shop.countries: it has no column tenant_id uuid not null");
  }

  @Test
  void twinWithoutProtection_everyTableIsReported() {
    List<String> found = IsolationGuard.of(DATABASE.superuser()).schema("twin").violations();

    for (String table : List.of("twin.orders", "twin.lines", "twin.visits", "twin.visits_2026")) {
      assertThat(found).anyMatch(violation -> violation.startsWith(table + ": row-level security"));
      assertThat(found)
          .contains(table + ": its boundary is missing, or not the one of the template");
    }
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void hostSchema_weakened_isNoticedByTheRuleAboutIt(String rule, String mutant)
      throws SQLException {
    List<String> found = MUTANT.violations("shop", mutant);

    assertThat(found).anyMatch(violation -> violation.contains(rule));
    System.out.println("caught: " + mutant + "\n    by: " + rule);
  }

  static Stream<Arguments> mutants() {
    return Mutant.of("host-mutants.txt");
  }

  @Test
  void viewThatReadsAsWhoeverAsks_isLetPass() throws SQLException {
    assertThat(
            MUTANT.violations(
                "shop",
                "create view shop.mine with (security_invoker = true) as select * from shop.orders"))
        .isEmpty();
  }

  @Test
  void policyThatNarrows_isLetPass() throws SQLException {
    assertThat(
            MUTANT.violations(
                "shop",
                "create policy small on shop.orders as restrictive using (amount < 100);"
                    + " create policy more on shop.orders for select using (true)"))
        .isEmpty();
  }

  @Test
  void schemaThatIsNotThere_isReported() {
    assertThat(IsolationGuard.of(DATABASE.superuser()).schema("shopp").violations())
        .singleElement()
        .asString()
        .contains("shopp: there is no table in it");
  }

  @Test
  void store_withAGuardThatFindsSomething_isNotBuilt() {
    PostgresStoreBuilder builder = TestDatabase.builder(HostSchema.application(DATABASE));

    assertThatThrownBy(() -> builder.isolationGuard(guard()).build())
        .isInstanceOf(HermesException.class)
        .hasMessageContaining("- shop.countries: it has no column tenant_id uuid not null");
    builder.isolationGuard(guard().except(COUNTRIES, "the same for every tenant")).build().close();
  }

  @Test
  void guardOfNothing_isRefused() {
    assertThatThrownBy(IsolationGuard.of(DATABASE.superuser())::violations)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("schema(");
    assertThatThrownBy(() -> guard().except(COUNTRIES, " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reason");
  }
}

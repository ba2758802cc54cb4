// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxPolicy;
import io.hermesx.core.sandbox.TenantSandboxPolicies;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.StoredSandboxPolicies;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.TenantDump;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What nobody does to a tenant's sandbox policy, by SQL in the tenant's own transaction either. */
class SandboxPolicyAttackTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId GLOBEX = TenantId.named("globex");
  private static final SandboxPolicy POLICY =
      new SandboxPolicy(
          false,
          SandboxLimits.STANDARD,
          Optional.of(Set.of("shell")),
          false,
          Set.of(Guarantee.NET_NONE));

  private PostgresStore store;
  private TenantDump before;

  @BeforeEach
  void fillAcme() {
    store = DATABASE.emptyStore();
    policies().create(POLICY);
    before = TenantDump.of(store, ACME);
  }

  @AfterEach
  void close() {
    store.close();
  }

  static Stream<String> attacks() {
    return DataFile.lines("sandbox-policy-attacks.txt");
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void sql_inTheTenantsOwnTransaction_isRefused(String attack) throws SQLException {
    String[] parts = attack.split(" \\| ", 2);
    try (Session session = Session.begin(DATABASE.application(), context(ACME))) {
      assertThat(session.errorOf(parts[1].replace("$OTHER", GLOBEX.toString())))
          .isEqualTo(parts[0]);
    }
    assertThat(TenantDump.of(store, ACME)).isEqualTo(before);
  }

  @Test
  void sql_ofAnotherTenant_findsNoRow() throws SQLException {
    String count = "select count(*) from hermesx.sandbox_policies";
    String loosen = "update hermesx.sandbox_policies set version = version + 1, enabled = true";
    try (Session control = Session.begin(DATABASE.application(), context(ACME))) {
      assertThat(control.count(count)).isEqualTo(1);
      assertThat(control.update(loosen)).as("rolled back").isEqualTo(1);
    }
    try (Session attack = Session.begin(DATABASE.application(), context(GLOBEX))) {
      assertThat(attack.count(count)).isZero();
      assertThat(attack.update(loosen)).isZero();
    }
    try (Session nobody = Session.begin(DATABASE.application(), null)) {
      assertThat(nobody.answerOf(count)).isEqualTo("HX001");
    }
    assertThat(TenantDump.of(store, ACME)).isEqualTo(before);
  }

  @Test
  void firstVersion_otherThanOne_isRefused() throws SQLException {
    String insert =
        "insert into hermesx.sandbox_policies values ('"
            + GLOBEX
            + "', %d, false, true, true, 1000000, 1000000, 1048576, 1, 4096, 16, 16, 1024, 1024,"
            + " null, '{}', now())";
    for (long version : new long[] {2, Long.MAX_VALUE}) {
      try (Session attack = Session.begin(DATABASE.application(), context(GLOBEX))) {
        assertThat(attack.errorOf(insert.formatted(version))).isEqualTo("HX002");
      }
    }
    try (Session control = Session.begin(DATABASE.application(), context(GLOBEX))) {
      assertThat(control.update(insert.formatted(1L))).isEqualTo(1);
    }
  }

  @Test
  void guaranteeOfALaterVersion_refusesTheRowAndWhoAsksForThePolicy() {
    writeRaw("required = array['NET_NONE', 'MEMORY_ENCRYPTED']");

    assertRefused(() -> policies().find());
    assertRefused(
        () ->
            new StoredSandboxPolicies(store, SandboxPolicy.UNRESTRICTED, SandboxPolicy.UNRESTRICTED)
                .of(ACME));
    assertThat(policies().replace(POLICY, 2)).isPresent();
    assertThat(policies().find().orElseThrow().policy()).isEqualTo(POLICY);
  }

  private static void assertRefused(Runnable question) {
    assertThatThrownBy(question::run)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.failure()).isEqualTo(StoreFailure.REFUSED))
        .hasMessageContaining("MEMORY_ENCRYPTED");
  }

  private static void writeRaw(String values) {
    DATABASE.execute("update hermesx.sandbox_policies set version = version + 1, " + values);
  }

  private TenantSandboxPolicies policies() {
    return store.forTenant(ACME).sandboxPolicies();
  }

  private static String context(TenantId tenant) {
    return TestDatabase.sealed(tenant.value());
  }
}

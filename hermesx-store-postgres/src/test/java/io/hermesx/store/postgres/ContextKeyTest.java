// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.HermesException;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The seal is what RFC 2104 says, the same in Java and in SQL, and its key can be changed. */
class ContextKeyTest {

  private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-00000000000a");
  private static final TenantId ACME = TenantId.named("acme");

  private final TestDatabase database = EmbeddedServer.database();

  private Migrations migrations() {
    return Migrations.of(database.migrator());
  }

  private PostgresStore storeWith(ContextKey key) {
    return database.builder().contextKey(key).build();
  }

  /** Computed with {@code openssl dgst -sha256 -mac HMAC}. */
  @Test
  void seal_knownKey_isTheHmacOfTenantAndLetter() {
    ContextKey key = ContextKey.parse("hmck_" + "0123456789abcdef".repeat(4));

    assertThat(key.seal(TENANT, ContextKey.Purpose.TENANT))
        .isEqualTo(
            TENANT + "t" + "aa1dbd98e858a4716b93866611cfd71905fd339b301423b30c89ee4a202b3ee4");
    assertThat(key.sealSystem()).startsWith("00000000-0000-0000-0000-000000000000s").hasSize(101);
  }

  @Test
  void seal_ofTheDatabase_isTheSame() throws SQLException {
    for (ContextKey.Purpose purpose : ContextKey.Purpose.values()) {
      String sealed = EmbeddedServer.contextKey().seal(TENANT, purpose);
      try (Session session = Session.begin(database.migrator(), null)) {
        session.update("set local role hermesx_owner");
        assertThat(
                session.answerOf(
                    "select hermesx.sealed_context('%s', '%s')"
                        .formatted(TENANT, sealed.substring(36, 37))))
            .isEqualTo(sealed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hmck_", "hmck_zz", "0123", "hmck_ABCDEF", "secret horse"})
  void parse_otherForm_isRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> ContextKey.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hmck_ and 64 hexadecimal digits")
        .hasMessageNotContaining("horse");
  }

  @Test
  void text_ofAKey_isOnlyWhatIsAskedFor() {
    ContextKey key = migrations().contextKey();

    assertThat(key.reveal()).matches("hmck_[0-9a-f]{64}");
    assertThat(ContextKey.parse(key.reveal()).seal(TENANT, ContextKey.Purpose.TENANT))
        .isEqualTo(key.seal(TENANT, ContextKey.Purpose.TENANT));
    assertThat(key).hasToString("ContextKey[secret]");
    assertThat(
            Context.of(key.sealSystem(), new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .toString())
        .doesNotContain(key.sealSystem().substring(37));
  }

  @Test
  void contextKey_askedAgain_isTheSame() {
    assertThat(migrations().contextKey().reveal()).isEqualTo(migrations().contextKey().reveal());
  }

  @Test
  void rotation_bothKeysOpenUntilTheOldOneIsDropped() {
    ContextKey old = migrations().contextKey();
    try (PostgresStore before = storeWith(old)) {
      ContextKey fresh = migrations().rotateContextKey();
      assertThat(fresh.reveal()).isNotEqualTo(old.reveal());
      assertThat(migrations().contextKey().reveal()).isEqualTo(fresh.reveal());
      storeWith(old).close();
      try (PostgresStore after = storeWith(fresh)) {
        assertThat(before.forTenant(ACME).tenants().create("Acme")).isTrue();
        assertThat(after.forTenant(ACME).tenants().find()).isPresent();

        assertThat(migrations().dropOldContextKeys()).isEqualTo(1);
        assertThat(migrations().dropOldContextKeys()).isZero();

        assertThat(after.forTenant(ACME).tenants().find()).isPresent();
        assertThatThrownBy(() -> before.forTenant(ACME).tenants().find())
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("HX005")
            .hasMessageContaining("context key");
        assertThatThrownBy(() -> before.forTenant(ACME).tx(tx -> tx.tenants().find()))
            .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> before.directory().findApiKey(StoreSamples.sha256("x")))
            .isInstanceOf(StoreException.class);
      }
    }
    assertThatThrownBy(() -> storeWith(old))
        .isInstanceOf(HermesException.class)
        .hasMessageContaining("the context key is not one of this database's")
        .hasMessageNotContaining(old.reveal());
  }

  @Test
  void contextKey_asTheApplication_isRefused() {
    assertThatThrownBy(() -> Migrations.of(database.application()).contextKey())
        .isInstanceOf(HermesException.class)
        .hasMessageContaining("may not become hermesx_owner");
  }
}

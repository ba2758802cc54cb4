// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static io.hermesx.core.testkit.StoreSamples.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Sha256;
import io.hermesx.core.access.Rights;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.auth.PrincipalKind;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyGrant;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.auth.apikey.ApiKeyState;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every keeper of API keys does, and what presenting one amounts to. */
public abstract class ApiKeysContract extends StoreContract {

  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Sha256 HASH = sha256("key");

  /** Creates the suite. */
  protected ApiKeysContract() {}

  @BeforeEach
  void createTenant() {
    tx(tx -> tx.tenants().create("Acme"));
  }

  @Test
  void create_newKey_isKeptWithTheTimeOfTheTransaction() {
    ApiKey sample = samples().apiKey("ci", now());
    ApiKey key = expiring(sample.createdAt(Instant.EPOCH), now().plus(HOUR));

    ApiKey written = create(key, HASH);

    assertThat(written).isEqualTo(key.createdAt(now()));
    assertThat(find(key.id())).contains(written);
    assertThat(present(HASH))
        .contains(new ApiKeyGrant(ACME, TenantStatus.ACTIVE, written, ApiKeyState.ACTIVE))
        .map(ApiKeyGrant::isOpen)
        .contains(true);
  }

  @ParameterizedTest
  @EnumSource(PrincipalKind.class)
  void create_anyPrincipal_comesBackAsItIs(PrincipalKind kind) {
    Principal caller =
        new Principal(
            kind,
            "a,b\"c{d}\\e'f",
            Set.of("NULL", "support", "{x,y}", "\"", "\\"),
            Rights.of("tools:invoke", "null", "a,b", "'"));
    ApiKey key = as(caller, samples().apiKey("İß\u6f22\ud83d\ude00 $1 ?", now()));

    create(key, HASH);

    assertThat(find(key.id())).map(ApiKey::principal).contains(caller);
    assertThat(present(HASH)).map(ApiKeyGrant::key).isEqualTo(find(key.id()));
  }

  @Test
  void create_callerWithoutRolesAndScopes_hasNone() {
    ApiKey key = as(Principal.user("bare"), samples().apiKey("bare", now()));

    create(key, HASH);

    assertThat(present(HASH).orElseThrow().key().principal()).isEqualTo(Principal.user("bare"));
  }

  @Test
  void create_revokedOrExpiredAlready_isRefused() {
    ApiKey key = samples().apiKey("ci", now());

    for (ApiKey dead :
        List.of(key.revokedAt(now()), expiring(key, now()), expiring(key, now().minus(TICK)))) {
      assertThatThrownBy(() -> create(dead, HASH))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ACTIVE");
    }

    assertThat(find(key.id())).isEmpty();
    assertThat(present(HASH)).isEmpty();
  }

  @Test
  void create_idOrHashOnRecord_isRefusedAndTheFirstStays() {
    ApiKey first = create(samples().apiKey("ci", now()), HASH);
    ApiKey second = samples().apiKey("other", now());

    assertThatThrownBy(() -> create(withId(first.id(), second), sha256("another")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> create(second, HASH)).isInstanceOf(IllegalArgumentException.class);

    assertThat(list(Optional.empty(), 10)).containsExactly(first);
    assertThat(present(sha256("another"))).isEmpty();
  }

  @Test
  void create_hashOfAnotherTenant_isRefusedAndStaysItsOwn() {
    ApiKey first = create(samples().apiKey("ci", now()), HASH);
    globex().tx(tx -> tx.tenants().create("Globex"));
    ApiKey second = samples().apiKey("other", now());

    assertThatThrownBy(() -> globex().tx(tx -> tx.apiKeys().create(second, HASH)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContainingAny("acme", ACME.toString(), HASH.hex());

    assertThat(present(HASH)).map(ApiKeyGrant::tenant).contains(ACME);
    assertThat(present(HASH)).map(ApiKeyGrant::key).contains(first);
  }

  @Test
  void create_idOfAnotherTenant_isItsOwn() {
    ApiKey key = create(samples().apiKey("ci", now()), HASH);
    globex().tx(tx -> tx.tenants().create("Globex"));

    globex().tx(tx -> tx.apiKeys().create(key, sha256("another")));

    assertThat(present(HASH)).map(ApiKeyGrant::tenant).contains(ACME);
    assertThat(present(sha256("another"))).map(ApiKeyGrant::tenant).contains(GLOBEX);
  }

  @Test
  void create_tenantWithoutARow_isRefused() {
    ApiKey key = samples().apiKey("ci", now());

    assertThatThrownBy(() -> globex().tx(tx -> tx.apiKeys().create(key, HASH)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tenants().create");

    assertThat(present(HASH)).isEmpty();
  }

  @Test
  void create_sameHashFromManyThreads_oneWrites() {
    List<Boolean> wrote =
        Contention.run(
            16,
            thread ->
                () -> {
                  try {
                    create(samples().apiKey("ci", now()), HASH);
                    return true;
                  } catch (IllegalArgumentException refused) {
                    return false;
                  }
                });

    assertThat(wrote).containsOnlyOnce(true);
    assertThat(list(Optional.empty(), 20)).hasSize(1);
  }

  @Test
  void create_takenBackWithItsTransaction_isNotFoundAndCanBeDoneAgain() {
    ApiKey key = samples().apiKey("ci", now());
    assertThatThrownBy(
            () ->
                together(
                    tx -> {
                      tx.apiKeys().create(key, HASH);
                      throw new ArithmeticException("after it");
                    }))
        .isInstanceOf(ArithmeticException.class);

    assertThat(present(HASH)).isEmpty();
    assertThat(find(key.id())).isEmpty();
    create(key, HASH);
    assertThat(present(HASH)).isPresent();
  }

  @Test
  void revoke_active_closesItAtOnceAndForGood() {
    ApiKey key = create(samples().apiKey("ci", now()), HASH);
    advance(HOUR);

    assertThat(revoke(key.id())).isTrue();

    ApiKey revoked = key.revokedAt(now());
    assertThat(find(key.id())).contains(revoked);
    assertThat(present(HASH))
        .contains(new ApiKeyGrant(ACME, TenantStatus.ACTIVE, revoked, ApiKeyState.REVOKED))
        .map(ApiKeyGrant::isOpen)
        .contains(false);
    advance(HOUR);
    assertThat(revoke(key.id())).isFalse();
    assertThat(find(key.id())).contains(revoked);
  }

  @Test
  void revoke_unknown_isNot() {
    assertThat(revoke(samples().apiKey("never", now()).id())).isFalse();
  }

  @Test
  void revoke_takenBackWithItsTransaction_leavesItOpen() {
    ApiKey key = create(samples().apiKey("ci", now()), HASH);

    assertThatThrownBy(
            () ->
                together(
                    tx -> {
                      tx.apiKeys().revoke(key.id());
                      throw new ArithmeticException("after it");
                    }))
        .isInstanceOf(ArithmeticException.class);

    assertThat(present(HASH)).map(ApiKeyGrant::isOpen).contains(true);
  }

  @Test
  void findApiKey_justBeforeItsTimeIsOver_isOpenAndThenExpired() {
    create(expiring(samples().apiKey("ci", now()), now().plus(HOUR)), HASH);

    advance(HOUR.minus(TICK));
    assertThat(present(HASH)).map(ApiKeyGrant::state).contains(ApiKeyState.ACTIVE);

    advance(TICK);
    assertThat(present(HASH)).map(ApiKeyGrant::state).contains(ApiKeyState.EXPIRED);
    assertThat(present(HASH)).map(ApiKeyGrant::isOpen).contains(false);
  }

  @Test
  void findApiKey_revokedAndExpired_isRevoked() {
    ApiKey key = create(expiring(samples().apiKey("ci", now()), now().plus(HOUR)), HASH);
    revoke(key.id());
    advance(HOUR);

    assertThat(present(HASH)).map(ApiKeyGrant::state).contains(ApiKeyState.REVOKED);
  }

  @Test
  void findApiKey_suspendedTenant_isClosedUntilItIsActiveAgain() {
    create(samples().apiKey("ci", now()), HASH);

    setStatus(TenantStatus.SUSPENDED);
    assertThat(present(HASH)).map(ApiKeyGrant::tenantStatus).contains(TenantStatus.SUSPENDED);
    assertThat(present(HASH)).map(ApiKeyGrant::isOpen).contains(false);

    setStatus(TenantStatus.ACTIVE);
    assertThat(present(HASH)).map(ApiKeyGrant::isOpen).contains(true);
  }

  @Test
  void findApiKey_unknownHash_isEmpty() {
    create(samples().apiKey("ci", now()), HASH);
    byte[] near = HASH.octets();
    near[31] ^= 1;

    assertThat(present(Sha256.wrap(near))).isEmpty();
    assertThat(present(Sha256.wrap(new byte[Sha256.LENGTH]))).isEmpty();
  }

  @Test
  void list_pages_runFromTheNewestToTheOldestWhateverTheirState() {
    List<ApiKey> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ApiKey key = expiring(samples().apiKey("key " + i, now()), now().plus(HOUR));
      newestFirst.add(0, create(key, sha256("key " + i)));
    }
    advance(HOUR);
    revoke(newestFirst.get(2).id());
    newestFirst.set(2, newestFirst.get(2).revokedAt(now()));

    assertThat(list(Optional.empty(), 2)).isEqualTo(newestFirst.subList(0, 2));
    assertThat(list(Optional.of(newestFirst.get(1).id()), 2)).isEqualTo(newestFirst.subList(2, 4));
    assertThat(list(Optional.of(newestFirst.get(3).id()), 2)).isEqualTo(newestFirst.subList(4, 5));
    assertThat(list(Optional.of(newestFirst.get(4).id()), 2)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1_001})
  void list_limitOutOfRange_isRefused(int limit) {
    assertThatThrownBy(() -> list(Optional.empty(), limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1000");
  }

  private void setStatus(TenantStatus status) {
    Optional<Tenant> changed =
        tx(tx -> tx.tenants().update(tx.tenants().find().orElseThrow().withStatus(status)));
    assertThat(changed).isPresent();
  }

  private ApiKey create(ApiKey key, Sha256 hash) {
    return tx(tx -> tx.apiKeys().create(key, hash));
  }

  private boolean revoke(ApiKeyId id) {
    return tx(tx -> tx.apiKeys().revoke(id));
  }

  private Optional<ApiKey> find(ApiKeyId id) {
    return acme().readOnly(tx -> tx.apiKeys().find(id));
  }

  private List<ApiKey> list(Optional<ApiKeyId> before, int limit) {
    return acme().readOnly(tx -> tx.apiKeys().list(before, limit));
  }

  private Optional<ApiKeyGrant> present(Sha256 hash) {
    return store().directory().findApiKey(hash);
  }

  private static ApiKey expiring(ApiKey key, Instant at) {
    return new ApiKey(
        key.id(),
        key.name(),
        key.principal(),
        key.hint(),
        key.createdAt(),
        Optional.of(at),
        key.revokedAt());
  }

  private static ApiKey withId(ApiKeyId id, ApiKey key) {
    return new ApiKey(
        id,
        key.name(),
        key.principal(),
        key.hint(),
        key.createdAt(),
        key.expiresAt(),
        key.revokedAt());
  }

  private static ApiKey as(Principal caller, ApiKey key) {
    return new ApiKey(
        key.id(),
        key.name(),
        caller,
        key.hint(),
        key.createdAt(),
        key.expiresAt(),
        key.revokedAt());
  }
}

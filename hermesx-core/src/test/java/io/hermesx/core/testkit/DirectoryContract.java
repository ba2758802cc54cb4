// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static io.hermesx.core.testkit.StoreSamples.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tenant.TenantStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every store answers before the tenant is known: which tenants there are. What presenting an
 * API key amounts to is part of {@link ApiKeysContract}.
 */
public abstract class DirectoryContract extends StoreContract {

  private static final List<TenantId> ASCENDING =
      List.of(
          TenantId.parse("00000000-0000-0000-0000-000000000001"),
          TenantId.parse("00000000-0000-0000-8000-000000000000"),
          TenantId.parse("7fffffff-ffff-ffff-ffff-ffffffffffff"),
          TenantId.parse("80000000-0000-0000-0000-000000000000"),
          TenantId.parse("ffffffff-ffff-ffff-ffff-ffffffffffff"));

  /** Creates the suite. */
  protected DirectoryContract() {}

  @Test
  void tenants_none_isEmpty() {
    assertThat(tenants(Optional.empty(), 10)).isEmpty();
  }

  @Test
  void tenants_look_isOnRecordBeforeItIsAnswered() {
    PreparedEvent look = look();

    assertThat(store().directory().tenants(look, Optional.empty(), 10)).isEmpty();

    assertThat(store().auditLog().staged(GLOBEX, 10)).containsExactly(look);
  }

  @Test
  void tenants_lookOnRecordAlready_isRefused() {
    PreparedEvent look = look();
    tx(tx -> tx.tenants().create("Acme"));
    globex()
        .run(
            tx -> {
              tx.audit().stage(look);
            });

    assertThatThrownBy(() -> store().directory().tenants(look, Optional.empty(), 10))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("audit event of its own");
  }

  @Test
  void tenants_withoutARowOfTheirOwn_areNotAmongThem() {
    tx(tx -> tx.sessions().create(samples().session(), "user:alice", "title"));
    globex().tx(tx -> tx.tenants().create("Globex"));

    assertThat(tenants(Optional.empty(), 10)).containsExactly(GLOBEX);
  }

  @Test
  void tenants_pages_runInAscendingOrderOfId() {
    List<TenantId> shuffled = new ArrayList<>(ASCENDING);
    shuffled.add(0, shuffled.remove(3));
    shuffled.add(1, shuffled.remove(4));
    shuffled.forEach(id -> store().forTenant(id).tx(tx -> tx.tenants().create("Tenant")));

    assertThat(tenants(Optional.empty(), 10)).isEqualTo(ASCENDING);
    assertThat(tenants(Optional.empty(), 2)).isEqualTo(ASCENDING.subList(0, 2));
    assertThat(tenants(Optional.of(ASCENDING.get(1)), 2)).isEqualTo(ASCENDING.subList(2, 4));
    assertThat(tenants(Optional.of(ASCENDING.get(3)), 2)).isEqualTo(ASCENDING.subList(4, 5));
    assertThat(tenants(Optional.of(ASCENDING.get(4)), 2)).isEmpty();
    assertThat(tenants(Optional.of(TenantId.parse("10000000-0000-0000-0000-000000000000")), 1))
        .containsExactly(ASCENDING.get(2));
  }

  @Test
  void tenants_changedOne_isShownAsItStands() {
    tx(tx -> tx.tenants().create("Acme"));
    Tenant changed =
        tx(
            tx -> {
              Tenant row = tx.tenants().find().orElseThrow();
              return tx.tenants()
                  .update(row.withName("Acme Inc").withStatus(TenantStatus.SUSPENDED))
                  .orElseThrow();
            });

    assertThat(store().directory().tenants(look(), Optional.empty(), 1)).containsExactly(changed);
  }

  @Test
  void tenants_takenBackWithTheTransaction_areNotAmongThem() {
    assertThatThrownBy(
            () ->
                tx(
                    tx -> {
                      tx.tenants().create("Acme");
                      throw new ArithmeticException("after it");
                    }))
        .isInstanceOf(ArithmeticException.class);

    assertThat(tenants(Optional.empty(), 10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1_001})
  void tenants_limitOutOfRange_isRefused(int limit) {
    assertThatThrownBy(() -> tenants(Optional.empty(), limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1000");
  }

  @Test
  void tenants_closedStoreWithoutAny_throws() {
    store().close();

    assertThatThrownBy(() -> tenants(Optional.empty(), 1)).isInstanceOf(StoreException.class);
  }

  @Test
  void directory_closedStore_throws() {
    tx(tx -> tx.tenants().create("Acme"));
    tx(tx -> tx.apiKeys().create(samples().apiKey("ci", tx.now()), sha256("key")));
    store().close();

    assertThatThrownBy(() -> tenants(Optional.empty(), 1)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store().directory().findApiKey(sha256("key")))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store().directory().findApiKey(sha256("unknown")))
        .isInstanceOf(StoreException.class);
  }

  /** Says in the trail of {@link #GLOBEX} that somebody looks. */
  private PreparedEvent look() {
    return samples().event(GLOBEX);
  }

  private List<TenantId> tenants(Optional<TenantId> after, int limit) {
    return store().directory().tenants(look(), after, limit).stream().map(Tenant::id).toList();
  }
}

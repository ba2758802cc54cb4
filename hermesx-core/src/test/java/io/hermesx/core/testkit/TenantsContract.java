// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every keeper of tenants does. */
public abstract class TenantsContract extends StoreContract {

  private static final int THREADS = 16;

  /** Creates the suite. */
  protected TenantsContract() {}

  @Test
  void find_neverCreated_isEmpty() {
    assertThat(find()).isEmpty();
  }

  @Test
  void create_first_isActiveInVersionOne() {
    Instant at = now();

    assertThat(create("Acme Ltd")).isTrue();

    assertThat(find()).contains(new Tenant(ACME, "Acme Ltd", TenantStatus.ACTIVE, 1, at, at));
  }

  @Test
  void create_again_theFirstStays() {
    Tenant first = created("Acme Ltd");
    advance(Duration.ofSeconds(1));

    assertThat(create("Another Ltd")).isFalse();

    assertThat(find()).contains(first);
  }

  @Test
  void create_fromManyThreads_oneWrites() {
    List<Boolean> wrote = Contention.run(THREADS, thread -> () -> create("Acme " + thread));

    assertThat(wrote).containsOnlyOnce(true);
    assertThat(find()).map(Tenant::name).contains("Acme " + wrote.indexOf(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "a\tb", "a\u0000", "a\u0085", "\ud83d", "\ude00\ud83d"})
  void create_nameThatIsNoTitle_isRefused(String name) {
    assertThatThrownBy(() -> create(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tenant name");

    assertThat(find()).isEmpty();
  }

  @Test
  void create_longestNameOfAnyScript_isKeptAsItIs() {
    String name = "'\"\\; $1 ? :x İıß\u6f22\ud83d\ude00" + "é".repeat(181);

    assertThat(created(name).name()).hasSize(200).isEqualTo(name);
    assertThatThrownBy(() -> create(name + "x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void update_versionOnRecord_replacesNameAndStatusAndNothingElse() {
    Tenant before = created("Acme Ltd");
    advance(Duration.ofSeconds(1));
    Instant later = now();
    Instant forged = later.plus(Duration.ofDays(1));
    Tenant changed = new Tenant(ACME, "Acme Inc", TenantStatus.SUSPENDED, 1, forged, forged);

    Optional<Tenant> after = update(changed);

    assertThat(after)
        .contains(
            new Tenant(ACME, "Acme Inc", TenantStatus.SUSPENDED, 2, before.createdAt(), later));
    assertThat(find()).isEqualTo(after);
  }

  @Test
  void update_suspendedOne_canBeActiveAgain() {
    Tenant suspended = update(created("Acme").withStatus(TenantStatus.SUSPENDED)).orElseThrow();

    assertThat(update(suspended.withStatus(TenantStatus.ACTIVE)))
        .contains(new Tenant(ACME, "Acme", TenantStatus.ACTIVE, 3, now(), now()));
  }

  @Test
  void update_anotherVersion_isNotDone() {
    Tenant first = created("Acme");
    Tenant second = update(first.withName("Acme Inc")).orElseThrow();

    assertThat(update(first.withName("stale"))).isEmpty();
    assertThat(update(version(3, second.withName("ahead")))).isEmpty();

    assertThat(find()).contains(second);
  }

  @Test
  void update_neverCreated_isNotDone() {
    assertThat(update(new Tenant(ACME, "Acme", TenantStatus.ACTIVE, 1, now(), now()))).isEmpty();

    assertThat(find()).isEmpty();
  }

  @Test
  void update_rowOfAnotherTenant_isRefused() {
    created("Acme");
    Tenant foreign = new Tenant(GLOBEX, "Globex", TenantStatus.ACTIVE, 1, now(), now());

    assertThatThrownBy(() -> update(foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another tenant");
  }

  @Test
  void update_ofOneVersionFromManyThreads_oneIsDone() {
    Tenant first = created("Acme");

    List<Optional<Tenant>> done =
        Contention.run(THREADS, thread -> () -> update(first.withName("Acme " + thread)));

    assertThat(done.stream().flatMap(Optional::stream))
        .hasSize(1)
        .first()
        .isEqualTo(find().orElseThrow());
    assertThat(find()).map(Tenant::version).contains(2L);
  }

  private Tenant created(String name) {
    assertThat(create(name)).isTrue();
    return find().orElseThrow();
  }

  private boolean create(String name) {
    return tx(tx -> tx.tenants().create(name));
  }

  private Optional<Tenant> find() {
    return acme().readOnly(tx -> tx.tenants().find());
  }

  private Optional<Tenant> update(Tenant changed) {
    return tx(tx -> tx.tenants().update(changed));
  }

  private static Tenant version(long version, Tenant of) {
    return new Tenant(of.id(), of.name(), of.status(), version, of.createdAt(), of.updatedAt());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.store.Store;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TenantDump;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is written: it is all or nothing, and no business of another tenant. */
class MemoryStoreProperties {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId GLOBEX = TenantId.named("globex");

  @Provide
  Arbitrary<List<RandomWrite>> writes() {
    return RandomWrite.lists();
  }

  @Property(tries = 300)
  void tx_anyWritesThatThrow_leaveAnIdenticalDump(
      @ForAll("writes") List<RandomWrite> kept, @ForAll("writes") List<RandomWrite> thrown) {
    MutableClock clock = MutableClock.create();
    Store store = MemoryStore.create(clock);
    commit(store, ACME, kept);
    clock.advance(Duration.ofMinutes(7));
    TenantDump before = dump(store);

    assertThatThrownBy(
            () ->
                store
                    .forTenant(ACME)
                    .tx(
                        tx -> {
                          thrown.forEach(write -> write.applyTo(tx));
                          throw new ArithmeticException("after all");
                        }))
        .isInstanceOf(ArithmeticException.class);

    assertThat(dump(store)).isEqualTo(before);
  }

  @Property(tries = 300)
  void tx_afterOneThatThrew_doesTheSameAsIfThatHadNotBeen(
      @ForAll("writes") List<RandomWrite> kept,
      @ForAll("writes") List<RandomWrite> thrown,
      @ForAll("writes") List<RandomWrite> next) {
    MutableClock clock = MutableClock.create();
    Store spared = MemoryStore.create(clock);
    Store tried = MemoryStore.create(clock);
    commit(spared, ACME, kept);
    commit(tried, ACME, kept);
    assertThatThrownBy(
            () ->
                tried
                    .forTenant(ACME)
                    .tx(
                        tx -> {
                          thrown.forEach(write -> write.applyTo(tx));
                          throw new ArithmeticException("after all");
                        }))
        .isInstanceOf(ArithmeticException.class);

    commit(spared, ACME, next);
    commit(tried, ACME, next);

    assertThat(dump(tried)).isEqualTo(dump(spared));
  }

  @Property(tries = 300)
  void tx_whateverAnotherTenantWrites_leavesTheDumpUnchanged(
      @ForAll("writes") List<RandomWrite> own, @ForAll("writes") List<RandomWrite> foreign) {
    Store store = MemoryStore.create(MutableClock.create());
    commit(store, ACME, own);
    TenantDump before = dump(store);

    commit(store, GLOBEX, foreign);

    assertThat(dump(store)).isEqualTo(before);
  }

  @Property(tries = 300)
  void tx_whateverAnotherTenantWroteBefore_makesNoDifference(
      @ForAll("writes") List<RandomWrite> own, @ForAll("writes") List<RandomWrite> foreign) {
    Store shared = MemoryStore.create(MutableClock.create());
    Store alone = MemoryStore.create(MutableClock.create());
    commit(shared, GLOBEX, foreign);

    commit(shared, ACME, own);
    commit(alone, ACME, own);

    assertThat(dump(shared)).isEqualTo(dump(alone));
  }

  private static void commit(Store store, TenantId tenant, List<RandomWrite> writes) {
    store
        .forTenant(tenant)
        .tx(
            tx -> {
              writes.forEach(write -> write.applyTo(tx));
              return true;
            });
  }

  private static TenantDump dump(Store store) {
    return TenantDump.of(store, ACME);
  }
}

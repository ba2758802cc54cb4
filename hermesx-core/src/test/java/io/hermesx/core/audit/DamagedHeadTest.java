// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hermesx.core.HermesException;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.DamagedHeads;
import io.hermesx.core.testkit.ForwardingAuditLog;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A log that cannot be appended to fails alone, and is named. */
class DamagedHeadTest {

  private static final List<TenantId> TENANTS =
      IntStream.range(0, 5).mapToObj(i -> TenantId.named("tenant-" + i)).toList();
  private static final TenantId DAMAGED = TENANTS.get(2);

  private final TestIds ids = TestIds.create();
  private final MutableClock clock = MutableClock.create();
  private final MemoryAuditLog memory = new MemoryAuditLog();
  private final DamagedHeads log = new DamagedHeads(memory);

  private UnsignedAuditChain chain(AuditLog on) {
    return UnsignedAuditChain.builder(on).installation("test").clock(clock).ids(ids).build();
  }

  private PreparedEvent event(AuditChain chain, TenantId tenant) {
    return chain.prepare(AuditEvent.builder(tenant, "test", ids.next(), clock.instant()).build());
  }

  private void assertOnlyTheDamagedIsWithout(int size) {
    for (TenantId tenant : TENANTS) {
      assertThat(memory.head(tenant).map(AuditHead::size).orElse(0L))
          .isEqualTo(tenant.equals(DAMAGED) ? size - 1 : size);
    }
  }

  @Test
  void sequence_headOfOneDamaged_othersGetTheirPlacesAndItIsNamed() {
    UnsignedAuditChain first = chain(memory);
    first.append(TENANTS.stream().map(tenant -> event(first, tenant)).toList());
    UnsignedAuditChain chain = chain(log);
    TENANTS.forEach(tenant -> memory.stage(tenant, List.of(event(chain, tenant))));
    log.damage(DAMAGED);

    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(chain::sequence)
        .withMessageContaining(DAMAGED.toString())
        .withMessageContaining("its frontier has no nodes")
        .withMessageNotContaining(TENANTS.get(0).toString());
    assertOnlyTheDamagedIsWithout(2);
    assertThat(memory.stagedTenants(10)).containsExactly(DAMAGED);
  }

  @Test
  void append_headOfOneDamaged_othersAreOnRecordAndItIsNamed() {
    log.damage(DAMAGED);
    UnsignedAuditChain chain = chain(log);

    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(
            () -> chain.append(TENANTS.stream().map(tenant -> event(chain, tenant)).toList()))
        .withMessageContaining(DAMAGED.toString());
    assertOnlyTheDamagedIsWithout(1);
  }

  /** Rows that cannot be read stop the one log whose append had no answer. */
  @Test
  void sequence_whatBecameOfAnAppendCannotBeRead_othersGetTheirPlaces() {
    boolean[] away = {false};
    ForwardingAuditLog torn =
        new ForwardingAuditLog(memory) {
          @Override
          public List<AppendResult> append(List<AuditAppend> appends) {
            List<AppendResult> results = super.append(appends);
            if (away[0]) {
              throw new StoreException("the answer was lost", null);
            }
            return results;
          }

          @Override
          public List<AuditEntry> read(TenantId tenant, long from, int limit) {
            if (tenant.equals(DAMAGED)) {
              throw new IllegalArgumentException("a row of " + tenant + " is damaged");
            }
            return super.read(tenant, from, limit);
          }
        };
    UnsignedAuditChain chain = chain(torn);
    away[0] = true;
    TENANTS.forEach(tenant -> memory.stage(tenant, List.of(event(chain, tenant))));
    assertThatExceptionOfType(HermesException.class).isThrownBy(chain::sequence);
    away[0] = false;
    TENANTS.forEach(tenant -> memory.stage(tenant, List.of(event(chain, tenant))));

    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(chain::sequence)
        .withMessageContaining(DAMAGED.toString());
    assertOnlyTheDamagedIsWithout(2);
  }
}

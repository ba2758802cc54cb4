// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AppendResult.Status;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.TestIds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Two writers with connections of their own, on the same logs at the same time, each with its
 * tenants in an order of its own: one of them wins each place, and neither waits for the other in a
 * circle.
 */
class AuditForkProperties {

  private static final List<TenantId> TENANTS =
      IntStream.range(0, 6).mapToObj(i -> TenantId.named("tenant-" + i)).toList();

  private static PostgresStore one;
  private static PostgresStore other;
  private static ExecutorService pool;

  private final TestIds ids = TestIds.create();

  @BeforeContainer
  static void open() {
    TestDatabase database = EmbeddedServer.database();
    one = database.builder().poolSize(1).build();
    other = database.builder().poolSize(1).build();
    pool = Executors.newFixedThreadPool(2);
  }

  @AfterContainer
  static void close() {
    pool.shutdownNow();
    one.close();
    other.close();
  }

  @Property(tries = 60)
  void logs_ofTwoWritersAtOnce_areNeverForked(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 5) int events) throws Exception {
    Map<TenantId, AuditHead> heads = one.auditLog().heads(TENANTS);
    List<AuditAppend> first = appends(heads, random, events);
    List<AuditAppend> second = appends(heads, random, events);
    CyclicBarrier start = new CyclicBarrier(2);
    Future<List<AppendResult>> a = pool.submit(() -> at(start, one, first));
    Future<List<AppendResult>> b = pool.submit(() -> at(start, other, second));
    List<AuditAppend> kept = new ArrayList<>();
    take(first, a.get(), kept);
    take(second, b.get(), kept);

    assertThat(kept.stream().map(AuditAppend::tenant)).doesNotHaveDuplicates();
    for (AuditAppend append : kept) {
      assertThat(one.auditLog().head(append.tenant())).contains(append.head());
      assertThat(one.auditLog().read(append.tenant(), append.expectedSize(), 100))
          .isEqualTo(append.entries());
    }
    assertThat(kept)
        .hasSize(
            (int)
                Stream.concat(first.stream(), second.stream())
                    .map(AuditAppend::tenant)
                    .distinct()
                    .count());
  }

  private List<AuditAppend> appends(Map<TenantId, AuditHead> heads, Random random, int events) {
    List<TenantId> some = new ArrayList<>(TENANTS);
    Collections.shuffle(some, random);
    return SimpleAppend.all(
        heads,
        some.subList(0, 1 + random.nextInt(TENANTS.size())),
        tenant ->
            Stream.generate(() -> new PreparedEvent(tenant, ids.next(), new byte[] {1}))
                .limit(events)
                .toList());
  }

  private static List<AppendResult> at(
      CyclicBarrier start, PostgresStore store, List<AuditAppend> appends) throws Exception {
    start.await();
    return store.auditLog().append(appends);
  }

  private static void take(
      List<AuditAppend> appends, List<AppendResult> results, List<AuditAppend> kept) {
    for (int i = 0; i < appends.size(); i++) {
      assertThat(results.get(i).status()).isIn(Status.APPENDED, Status.MOVED_ON);
      if (results.get(i).equals(AppendResult.APPENDED)) {
        kept.add(appends.get(i));
      }
    }
  }
}

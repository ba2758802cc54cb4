// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.ratelimit.arithmetic.Block;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.ratelimit.shared.Command.Kind;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisClusterTest {

  private static RedisCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void execute_tenantsOnAllNodes_eachHasItsLimit() {
    Set<Object> servers = new HashSet<>();
    try (RedisRateBackend backend = new RedisRateBackend(cluster.settings())) {
      for (int i = 0; i < 40; i++) {
        TenantId tenant = Samples.tenant();
        assertThat(Samples.allowed(backend, 12, tenant, Samples.four(10))).isEqualTo(10);
        servers.add(backend.server(Samples.call(tenant, Samples.HOURLY)));
      }
    }
    assertThat(servers).hasSize(3);
  }

  @Test
  void partition_keysOfATenant_areOneSlotAndAnyTenantsAreNot() {
    try (RedisRateBackend backend = new RedisRateBackend(cluster.settings())) {
      TenantId tenant = Samples.tenant();
      assertThat(backend.partition(Samples.call(tenant, Samples.four(10))))
          .isEqualTo(backend.partition(Samples.call(tenant, Samples.HOURLY)));
      Set<Object> partitions = new HashSet<>();
      for (int i = 0; i < 40; i++) {
        partitions.add(backend.partition(Samples.call(Samples.tenant(), Samples.HOURLY)));
      }
      assertThat(partitions).hasSizeGreaterThan(30);
    }
  }

  @Test
  void execute_leaseOverAllTenants_isOneKeyForAll() {
    Layer all =
        new Layer(RateLimit.requests("all", 9, Duration.ofHours(1)).acrossTenants().leased(3));
    try (RedisRateBackend backend = new RedisRateBackend(cluster.settings())) {
      long taken = 0;
      for (int i = 0; i < 5; i++) {
        RateRequest request = RateRequest.call(Samples.tenant(), Dimensions.none());
        long now = Samples.once(backend, Command.peek(request, List.of(all))).now();
        Block block = new Block(1, 3, now + 1_000_000);
        taken += Samples.once(backend, Command.block(Kind.LEASE, request, all, block)).amount();
      }
      assertThat(taken).isEqualTo(8);
    }
  }

  @Test
  void execute_slotMovedUnderLoad_admitsExactlyTheLimit() throws Exception {
    TenantId tenant = Samples.tenant();
    int slot = RedisKeys.slot(tenant.value().toString());
    int first = cluster.ownerOf(slot);
    Layer[] layers = Samples.four(500);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (RedisRateBackend backend = new RedisRateBackend(cluster.settings())) {
      assertThat(Samples.allowed(backend, 1, tenant, layers)).isEqualTo(1);
      List<Future<Integer>> load =
          List.of(
              threads.submit(() -> Samples.allowed(backend, 300, tenant, layers)),
              threads.submit(() -> Samples.allowed(backend, 300, tenant, layers)));
      for (int i = 0; i < 4; i++) {
        int from = (first + i) % 3;
        cluster.move(slot, from, (from + 1) % 3);
      }
      int allowed = 1;
      for (Future<Integer> done : load) {
        allowed += done.get();
      }
      assertThat(allowed).isEqualTo(500);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void execute_slotHalfMoved_waitsAndThenSaysSo() {
    TenantId tenant = Samples.tenant();
    int slot = RedisKeys.slot(tenant.value().toString());
    int from = cluster.ownerOf(slot);
    RedisProcess source = cluster.nodes().get(from);
    RedisProcess target = cluster.nodes().get((from + 1) % 3);
    try (RedisRateBackend backend = new RedisRateBackend(cluster.settings())) {
      assertThat(Samples.allowed(backend, 1, tenant, Samples.HOURLY)).isEqualTo(1);
      String number = Integer.toString(slot);
      source.ask("CLUSTER", "SETSLOT", number, "MIGRATING", target.ask("CLUSTER", "MYID"));
      Layer other = new Layer(RateLimit.requests("other", 10, Duration.ofHours(1)));
      Command call = Samples.call(tenant, Samples.HOURLY, other);
      assertThatThrownBy(() -> backend.execute(List.of(call), Duration.ofSeconds(1)))
          .isInstanceOf(RateLimiterUnavailableException.class)
          .hasMessageContaining("being moved");
      source.ask("CLUSTER", "SETSLOT", number, "STABLE");
      assertThat(Samples.allowed(backend, 12, tenant, Samples.HOURLY, other)).isEqualTo(9);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Three real nodes of a Redis Cluster on loopback. */
final class RedisCluster implements AutoCloseable {

  private static final int NODES = 3;
  private static final int SLOTS = 16_384;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<RedisProcess> nodes = new ArrayList<>();

  private RedisCluster() {}

  static RedisCluster start() {
    RedisCluster cluster = new RedisCluster();
    for (int i = 0; i < NODES; i++) {
      cluster.nodes.add(
          RedisProcess.startAs(
              "redis-cluster", "--cluster-enabled", "yes", "--cluster-node-timeout", "5000"));
    }
    cluster.join();
    return cluster;
  }

  RedisSettings settings() {
    List<RedisSettings.Address> seeds =
        List.of(new RedisSettings.Address("127.0.0.1", nodes.get(0).port()));
    return new RedisSettings(
        seeds, true, new RedisSettings.Login(null, null), null, "test:", Duration.ofSeconds(5), 8);
  }

  List<RedisProcess> nodes() {
    return nodes;
  }

  /** The node that has a slot at first. */
  int ownerOf(int slot) {
    return Math.min(NODES - 1, slot / (SLOTS / NODES));
  }

  /** Moves a slot and its keys as the manual says, one key after the other. */
  void move(int slot, int from, int to) {
    RedisProcess source = nodes.get(from);
    RedisProcess target = nodes.get(to);
    String number = Integer.toString(slot);
    target.ask("CLUSTER", "SETSLOT", number, "IMPORTING", id(source));
    source.ask("CLUSTER", "SETSLOT", number, "MIGRATING", id(target));
    List<?> keys = (List<?>) source.answer("CLUSTER", "GETKEYSINSLOT", number, "1000");
    for (Object key : keys) {
      String port = Integer.toString(target.port());
      source.ask("MIGRATE", "127.0.0.1", port, RedisProcess.text(key), "0", "5000");
    }
    target.ask("CLUSTER", "SETSLOT", number, "NODE", id(target));
    source.ask("CLUSTER", "SETSLOT", number, "NODE", id(target));
  }

  @Override
  public void close() {
    nodes.forEach(RedisProcess::close);
  }

  private void join() {
    for (int i = 0; i < NODES; i++) {
      RedisProcess node = nodes.get(i);
      int first = i * (SLOTS / NODES);
      int last = i == NODES - 1 ? SLOTS - 1 : first + SLOTS / NODES - 1;
      node.ask("CLUSTER", "ADDSLOTSRANGE", Integer.toString(first), Integer.toString(last));
      node.ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
      if (i > 0) {
        nodes.get(0).ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(node.port()));
      }
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!nodes.stream().allMatch(RedisCluster::settled)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(nodes.get(0).ask("CLUSTER", "INFO"));
      }
      Thread.onSpinWait();
    }
  }

  private static boolean settled(RedisProcess node) {
    String info = node.ask("CLUSTER", "INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
  }

  private static String id(RedisProcess node) {
    return node.ask("CLUSTER", "MYID");
  }
}

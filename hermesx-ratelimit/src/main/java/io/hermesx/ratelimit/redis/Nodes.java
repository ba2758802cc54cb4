// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * The servers, and which of them has a slot. That is learnt from where they send us: of a slot that
 * nobody asked for yet, any node knows. Thread-safe; calls block, no longer than until their
 * deadline.
 */
final class Nodes implements AutoCloseable {

  private static final int SLOTS = 16_384;
  private static final int MOST_HOPS = 16;
  private static final long WORTH_A_TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long MIGRATION_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final List<HostAndPort> seeds;
  private final Connector connector;
  private final ConcurrentMap<HostAndPort, Node> nodes = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<HostAndPort> owners;
  private final AtomicInteger turn = new AtomicInteger();

  Nodes(RedisSettings settings) {
    this.seeds =
        settings.addresses().stream().map(a -> new HostAndPort(a.host(), a.port())).toList();
    this.connector = new Connector(settings);
    this.owners = new AtomicReferenceArray<>(settings.cluster() ? SLOTS : 1);
    if (!settings.cluster()) {
      owners.set(0, seeds.get(0));
    }
  }

  /** Returns about what time it is where a slot is, µs; 0 if that is not known yet. */
  long time(int slot) {
    HostAndPort owner = owners.get(slot);
    return owner == null ? 0 : node(owner).time();
  }

  /**
   * Has the script executed where its slot is. A server that sends us elsewhere has done nothing,
   * nor has one that we did not reach.
   */
  Reply call(Call call, LongFunction<byte[]> argument) {
    HostAndPort target = owner(call.slot());
    boolean asking = false;
    for (int hop = 1; ; hop++) {
      try {
        Reply reply = node(target).call(call, argument, asking);
        if (!asking) {
          owners.set(call.slot(), target);
        }
        return reply;
      } catch (JedisAskDataException e) {
        requireTime(call, hop, e);
        asking = true;
        target = named(e.getTargetNode(), target);
      } catch (JedisMovedDataException e) {
        requireTime(call, hop, e);
        asking = false;
        target = named(e.getTargetNode(), target);
        owners.set(call.slot(), target);
      } catch (NotConnectedException e) {
        requireTime(call, hop, e);
        requireOthers(e);
        asking = false;
        target = any(target);
      } catch (JedisDataException e) {
        requireMigration(call, e);
        asking = false;
        target = owner(call.slot());
        LockSupport.parkNanos(MIGRATION_PAUSE_NANOS);
      }
    }
  }

  @Override
  public void close() {
    nodes.values().forEach(Node::close);
  }

  private Node node(HostAndPort address) {
    return nodes.computeIfAbsent(address, place -> new Node(place, connector));
  }

  /** Returns where a slot was last; null if that was never asked for. */
  @Nullable HostAndPort lastOwner(int slot) {
    return owners.get(slot);
  }

  /** Returns where a slot is, or a node that can tell because that one cannot be reached. */
  private HostAndPort owner(int slot) {
    HostAndPort owner = owners.get(slot);
    boolean known = owner != null && (owners.length() == 1 || node(owner).isReachable());
    return known ? owner : any(owner);
  }

  /** Returns a node in turn, of those named and those found, but the one that did not answer. */
  private HostAndPort any(@Nullable HostAndPort except) {
    List<HostAndPort> all =
        Stream.concat(seeds.stream(), nodes.keySet().stream())
            .distinct()
            .filter(address -> !address.equals(except))
            .toList();
    return all.isEmpty()
        ? seeds.get(0)
        : all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
  }

  /** A node that does not know its own name leaves it out. */
  private static HostAndPort named(HostAndPort target, HostAndPort sender) {
    String host = target.getHost();
    return host == null || host.isEmpty() || "?".equals(host)
        ? new HostAndPort(sender.getHost(), target.getPort())
        : target;
  }

  private void requireOthers(NotConnectedException e) {
    if (owners.length() == 1) {
      throw e;
    }
  }

  private static void requireTime(Call call, int hop, RuntimeException e) {
    if (hop >= MOST_HOPS || call.nanosLeft() <= 0) {
      throw e;
    }
  }

  /** While a slot moves, commands on several keys must wait: some are here and some there. */
  private static void requireMigration(Call call, JedisDataException e) {
    boolean migrating = e.getMessage() != null && e.getMessage().startsWith("TRYAGAIN");
    if (!migrating || call.nanosLeft() <= WORTH_A_TRY_NANOS) {
      throw e;
    }
  }
}

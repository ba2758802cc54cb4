// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * One server: its connections, which are made when they are needed, and its clock. Thread-safe;
 * calls block, no longer than until their deadline.
 */
final class Node implements AutoCloseable {

  /** A connection that was not used for so long may have been closed there. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** For so long another node is asked first after a connection could not be made. */
  private static final long UNREACHABLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final HostAndPort address;
  private final Connector connector;
  private final Semaphore free;
  private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final ServerClock clock = new ServerClock();
  private volatile long unreachableSince = Call.nanos() - UNREACHABLE_NANOS;
  private volatile boolean closed;

  Node(HostAndPort address, Connector connector) {
    this.address = address;
    this.connector = connector;
    this.free = new Semaphore(connector.connections());
  }

  /** Tells whether it is worth being asked first. */
  boolean isReachable() {
    return Call.nanos() - unreachableSince >= UNREACHABLE_NANOS;
  }

  /** Returns about what time it is there, µs; 0 if that is not known yet. */
  long time() {
    return clock.at(Call.nanos());
  }

  /**
   * Has the script executed here.
   *
   * @param argument its argument, from the latest time at which it may act
   * @param asking whether the slot is only on its way here
   * @throws NotConnectedException if nothing was sent
   */
  Reply call(Call call, LongFunction<byte[]> argument, boolean asking) {
    Connection connection = take(call);
    try {
      long asked = Call.nanos();
      Reply reply = new Reply(send(connection, call, argument, asking));
      if (reply.status() != Reply.Status.STALE) {
        clock.learn(asked, reply.time(), Call.nanos());
      }
      return reply;
    } catch (JedisConnectionException e) {
      forgetIdle();
      throw e;
    } finally {
      giveBack(connection);
    }
  }

  @Override
  public void close() {
    closed = true;
    forgetIdle();
  }

  private Object send(
      Connection connection, Call call, LongFunction<byte[]> argument, boolean asking) {
    byte[] last = argument.apply(clock.at(call.deadline()));
    connection.setSoTimeout(call.millisLeft());
    try {
      return send(connection, asking, Command.EVALSHA, words(call, call.script().name(), last));
    } catch (JedisNoScriptException e) {
      return send(connection, asking, Command.EVAL, words(call, call.script().octets(), last));
    }
  }

  private static Object send(
      Connection connection, boolean asking, Command command, byte[][] words) {
    if (asking) {
      connection.sendCommand(Command.ASKING);
      connection.getOne();
    }
    connection.sendCommand(command, words);
    return connection.getOne();
  }

  private static byte[][] words(Call call, byte[] script, byte[] argument) {
    List<byte[]> keys = call.keys();
    byte[][] words = new byte[keys.size() + 3][];
    words[0] = script;
    words[1] = Integer.toString(keys.size()).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < keys.size(); i++) {
      words[i + 2] = keys.get(i);
    }
    words[keys.size() + 2] = argument;
    return words;
  }

  private Connection take(Call call) {
    try {
      if (!free.tryAcquire(call.nanosLeft(), TimeUnit.NANOSECONDS)) {
        throw new NotConnectedException(
            "all "
                + connector.connections()
                + " connections to "
                + address
                + " were busy; raise connections",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotConnectedException("interrupted while waiting for a connection", e);
    }
    try {
      return connection(call);
    } catch (RuntimeException e) {
      free.release();
      throw e;
    }
  }

  private Connection connection(Call call) {
    for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      if (Call.nanos() - next.since() < IDLE_NANOS || answers(next.connection(), call)) {
        return next.connection();
      }
      next.connection().close();
    }
    try {
      return connector.connect(address, call);
    } catch (NotConnectedException e) {
      unreachableSince = Call.nanos();
      throw e;
    }
  }

  private static boolean answers(Connection connection, Call call) {
    try {
      connection.setSoTimeout(call.millisLeft());
      return connection.ping();
    } catch (JedisConnectionException e) {
      return false;
    }
  }

  private void giveBack(Connection connection) {
    if (connection.isBroken() || closed) {
      connection.close();
    } else {
      idle.addFirst(new Idle(connection, Call.nanos()));
      if (closed) {
        forgetIdle();
      }
    }
    free.release();
  }

  private void forgetIdle() {
    for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      next.connection().close();
    }
  }

  private record Idle(Connection connection, long since) {}
}

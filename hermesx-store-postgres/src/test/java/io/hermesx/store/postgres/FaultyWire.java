// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on loopback in front of a PostgreSQL server that breaks a connection at a moment of a
 * test's choice. A trip is whatever the driver sends after it got an answer.
 */
final class FaultyWire implements AutoCloseable {

  /** How a connection breaks. */
  enum Break {
    /** The server never hears of the trip, and both sides learn that the connection is gone. */
    BEFORE,
    /** The server hears of the trip, and the connection is gone before it can answer. */
    DURING,
    /** The server carried the trip out; its answer is lost and the connection gone. */
    AFTER,
    /** The server never hears of the trip, and nobody is told anything. */
    SILENT_BEFORE,
    /** The server carried the trip out; its answer is lost and nobody is told anything. */
    SILENT_AFTER
  }

  /** What the server calls the sessions of {@link #store} and {@link #host}. */
  static final String NAME = "faulty-wire";

  private static final String PARAMETERS = "socketTimeout=1&ApplicationName=" + NAME;

  private final Queue<WirePair> pairs = new ConcurrentLinkedQueue<>();
  private final AtomicInteger countdown = new AtomicInteger();
  private final ServerSocket listener;
  private final int server;
  private volatile Break how = Break.BEFORE;
  private volatile boolean atCommit;
  private volatile boolean silent;

  FaultyWire(int server) {
    this.server = server;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    WirePair.start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /**
   * A store that gets to the database through this proxy. Its pool never tries a connection before
   * it hands it out, so that no trip is but the store's; a pool of one also opens none while a test
   * has it.
   */
  PostgresStore store(TestDatabase database, int poolSize) {
    String untried = "com.zaxxer.hikari.aliveBypassWindowMs";
    System.setProperty(untried, Long.toString(Duration.ofHours(1).toMillis()));
    try {
      return database
          .builderThrough(port(), PARAMETERS)
          .poolSize(poolSize)
          .connectionTimeout(Duration.ofSeconds(2))
          .build();
    } finally {
      System.clearProperty(untried);
    }
  }

  /** Connections of a host, on the application login, that get to the database the same way. */
  DataSource host(TestDatabase database) {
    return database.applicationThrough(port(), PARAMETERS);
  }

  /**
   * Breaks the connection of a trip.
   *
   * @param trip 1 for the next one
   */
  void breakAt(int trip, Break kind) {
    how = kind;
    atCommit = false;
    countdown.set(trip);
  }

  /** Breaks the connection of the next trip in whose text there is a commit. */
  void breakAtCommit(Break kind) {
    how = kind;
    atCommit = true;
    countdown.set(1);
  }

  /**
   * Takes a fault back that has not struck yet.
   *
   * @return whether it has struck
   */
  boolean disarm() {
    return countdown.getAndSet(0) == 0;
  }

  /** Breaks every connection at once, and both sides learn of it. */
  void cutAll() {
    pairs.forEach(WirePair::close);
    pairs.clear();
  }

  /** Ends what is left of connections that broke, so that the server learns of it too. */
  void cutBroken() {
    pairs.removeIf(WirePair::closeIfBroken);
  }

  /** From now on nothing passes on any connection, old or new, and nobody is told anything. */
  void goSilent() {
    silent = true;
  }

  /** Connections work again; those that lost something are gone. */
  void comeBack() {
    silent = false;
    cutAll();
  }

  int server() {
    return server;
  }

  boolean isSilent() {
    return silent;
  }

  /** What happens at a trip; null if it passes. */
  @Nullable Break atTrip(String text) {
    if (countdown.get() == 0 || (atCommit && !text.contains("commit"))) {
      return null;
    }
    return countdown.decrementAndGet() == 0 ? how : null;
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      try {
        pairs.add(new WirePair(this, client));
      } catch (IOException e) {
        // This one went away before it got anywhere; the next may not.
        client.close();
      }
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cutAll();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A proxy on loopback in front of a PostgreSQL server that counts round trips, commits, Sync and
 * Query messages, by reading what both sides send (frontend/backend protocol 3.0, without
 * encryption). A trip is whatever the driver sends after it got an answer: two statements in one
 * flush are one, also where the server says twice that it is ready.
 */
final class WireTap implements AutoCloseable {

  private static final int COMMAND_COMPLETE = 'C';
  private static final int SYNC = 'S';
  private static final int QUERY = 'Q';
  private static final int LENGTH_OCTETS = 4;

  private final AtomicLong trips = new AtomicLong();
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong syncs = new AtomicLong();
  private final AtomicLong queries = new AtomicLong();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final ServerSocket listener;
  private final int server;

  WireTap(int server) {
    this.server = server;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Round trips so far. */
  long trips() {
    return trips.get();
  }

  /** Answers to COMMIT so far. */
  long commits() {
    return commits.get();
  }

  /** Sync messages so far: each ends a step, and a transaction that no BEGIN opened. */
  long syncs() {
    return syncs.get();
  }

  /** Messages of the simple query protocol so far, such as a BEGIN or a COMMIT of the driver. */
  long queries() {
    return queries.get();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
      client.setTcpNoDelay(true);
      behind.setTcpNoDelay(true);
      sockets.add(client);
      sockets.add(behind);
      AtomicBoolean answered = new AtomicBoolean();
      InputStream answers = behind.getInputStream();
      start(() -> forward(client.getInputStream(), behind.getOutputStream(), answered));
      start(() -> read(new DataInputStream(answers), client.getOutputStream(), answered));
    }
  }

  private void forward(InputStream from, OutputStream to, AtomicBoolean answered)
      throws IOException {
    FrontendMessages messages = new FrontendMessages(this::countSent);
    byte[] buffer = new byte[1 << 14];
    int read = from.read(buffer);
    while (read >= 0) {
      if (answered.getAndSet(false)) {
        trips.incrementAndGet();
      }
      messages.read(buffer, read);
      to.write(buffer, 0, read);
      to.flush();
      read = from.read(buffer);
    }
  }

  private void read(DataInputStream from, OutputStream client, AtomicBoolean answered)
      throws IOException {
    DataOutputStream to = new DataOutputStream(client);
    while (true) {
      int type = from.readUnsignedByte();
      int length = from.readInt();
      byte[] body = new byte[length - LENGTH_OCTETS];
      from.readFully(body);
      count(type, body);
      answered.set(true);
      to.writeByte(type);
      to.writeInt(length);
      to.write(body);
      if (from.available() == 0) {
        to.flush();
      }
    }
  }

  private void countSent(int type) {
    if (type == SYNC) {
      syncs.incrementAndGet();
    } else if (type == QUERY) {
      queries.incrementAndGet();
    }
  }

  private void count(int type, byte[] body) {
    if (type == COMMAND_COMPLETE
        && new String(body, StandardCharsets.US_ASCII).startsWith("COMMIT")) {
      commits.incrementAndGet();
    }
  }

  @Override
  public void close() {
    closeQuietly(listener);
    sockets.forEach(WireTap::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What one thread of the proxy does until a socket is closed. */
  private interface Pump {
    void run() throws IOException;
  }

  private static void start(Pump pump) {
    Thread thread =
        new Thread(
            () -> {
              try {
                pump.run();
              } catch (SocketException | EOFException e) {
                // One side went away, or the tap was closed.
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "wire-tap");
    thread.setDaemon(true);
    thread.start();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A longer cable: a proxy on loopback that holds back whatever passes it, in each direction, for
 * the same time. What comes in pieces goes on in pieces, each that much later. Thread-safe.
 */
final class DelayProxy implements AutoCloseable {

  private final Queue<AutoCloseable> sockets = new ConcurrentLinkedQueue<>();
  private final ServerSocket listener;
  private final int server;
  private volatile long delay;

  /**
   * @param server the port of the server
   */
  DelayProxy(int server) {
    this.server = server;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DelayLine.start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Sets how long a direction is held back, in nanoseconds. */
  void delay(long nanos) {
    delay = Math.max(0, nanos);
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
      client.setTcpNoDelay(true);
      behind.setTcpNoDelay(true);
      sockets.add(client);
      sockets.add(behind);
      new DelayLine(client, behind, () -> delay).start();
      new DelayLine(behind, client, () -> delay).start();
    }
  }

  @Override
  public void close() {
    closeQuietly(listener);
    sockets.forEach(DelayProxy::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

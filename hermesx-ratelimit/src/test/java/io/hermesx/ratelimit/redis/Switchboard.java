// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One address behind which servers change, as a virtual address or a proxy has it. */
final class Switchboard implements AutoCloseable {

  private final ServerSocket entrance;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile int port;

  private Switchboard(int port) throws IOException {
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.port = port;
  }

  static Switchboard to(int port) {
    try {
      Switchboard board = new Switchboard(port);
      start(board::accept);
      return board;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** Hangs up on everybody, and connects whoever calls from now on to another server. */
  void connect(int other) {
    port = other;
    hangUp();
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hangUp();
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket caller = entrance.accept();
        open.add(caller);
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(server);
        start(() -> copy(caller, server));
        start(() -> copy(server, caller));
      } catch (IOException e) {
        hangUp();
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Somebody has hung up.
    }
  }

  private void hangUp() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    open.clear();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "switchboard");
    thread.setDaemon(true);
    thread.start();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A proxy on loopback in front of a PostgreSQL server that breaks the connection at the next commit
 * once it is armed: before the server hears of it, or after it answered.
 */
final class CommitCutter implements AutoCloseable {

  /** When the connection breaks. */
  enum Cut {
    BEFORE,
    AFTER
  }

  private final AtomicReference<Cut> armed = new AtomicReference<>();
  private final Queue<AutoCloseable> open = new ConcurrentLinkedQueue<>();
  private final ServerSocket listener;
  private final int server;

  CommitCutter(int server) throws IOException {
    this.server = server;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    open.add(listener);
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void arm(Cut cut) {
    armed.set(cut);
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void start(Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (IOException e) {
                // One side went away, which is what this is about.
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            "commit-cutter");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
      open.add(client);
      open.add(behind);
      CountDownLatch cutting = new CountDownLatch(1);
      start(() -> forward(client, behind, cutting));
      start(() -> answer(client, behind, cutting));
    }
  }

  private void forward(Socket client, Socket behind, CountDownLatch cutting) throws IOException {
    byte[] buffer = new byte[1 << 16];
    InputStream from = client.getInputStream();
    OutputStream to = behind.getOutputStream();
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      String text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
      Cut cut = text.toLowerCase(Locale.ROOT).contains("commit") ? armed.getAndSet(null) : null;
      if (cut != null) {
        cutting.countDown();
      }
      if (cut == Cut.BEFORE) {
        client.close();
        behind.close();
        return;
      }
      to.write(buffer, 0, read);
      to.flush();
    }
    behind.close();
  }

  private static void answer(Socket client, Socket behind, CountDownLatch cutting)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    InputStream from = behind.getInputStream();
    OutputStream to = client.getOutputStream();
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      if (cutting.getCount() == 0) {
        client.close();
        behind.close();
        return;
      }
      to.write(buffer, 0, read);
      to.flush();
    }
    client.close();
  }

  @Override
  public void close() {
    for (AutoCloseable socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

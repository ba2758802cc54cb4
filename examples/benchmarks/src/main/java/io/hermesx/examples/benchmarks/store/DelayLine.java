// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** One direction of a connection: one thread notes when octets arrive, another sends them later. */
final class DelayLine {

  /** A parked thread wakes up this much late, so the end of the wait is spent awake. */
  private static final long AWAKE = Duration.ofNanos(120_000).toNanos();

  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final Socket from;
  private final Socket to;
  private final LongSupplier delay;

  DelayLine(Socket from, Socket to, LongSupplier delay) {
    this.from = from;
    this.to = to;
    this.delay = delay;
  }

  /**
   * What arrived at once.
   *
   * @param octets what; none at the end
   * @param due when it goes on, by {@link System#nanoTime}
   */
  private record Piece(ByteBuffer octets, long due) {}

  void start() {
    start(this::read);
    start(this::write);
  }

  private void read() throws IOException {
    InputStream in = from.getInputStream();
    byte[] buffer = new byte[1 << 16];
    try {
      int read = in.read(buffer);
      while (read >= 0) {
        long due = System.nanoTime() + delay.getAsLong();
        pieces.add(new Piece(ByteBuffer.wrap(Arrays.copyOf(buffer, read)), due));
        read = in.read(buffer);
      }
    } finally {
      pieces.add(new Piece(ByteBuffer.allocate(0), System.nanoTime()));
    }
  }

  private void write() throws IOException, InterruptedException {
    OutputStream out = to.getOutputStream();
    Piece piece = pieces.take();
    while (piece.octets().hasRemaining()) {
      await(piece.due());
      out.write(piece.octets().array());
      piece = pieces.take();
    }
    to.shutdownOutput();
  }

  private static void await(long due) {
    long left = due - System.nanoTime();
    while (left > 0) {
      if (left > AWAKE) {
        LockSupport.parkNanos(left - AWAKE);
      } else {
        Thread.onSpinWait();
      }
      left = due - System.nanoTime();
    }
  }

  /** What a thread of the proxy does until a socket is closed. */
  interface Loop {
    void run() throws IOException, InterruptedException;
  }

  static void start(Loop loop) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (SocketException e) {
                // One side went away, or the proxy was closed.
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "delay-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}

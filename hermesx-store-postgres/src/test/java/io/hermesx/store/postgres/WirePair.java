// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.store.postgres.FaultyWire.Break;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One connection through a {@link FaultyWire}: what comes from one side goes to the other. */
final class WirePair implements AutoCloseable {

  /**
   * The last octets of a whole answer: a message Z of five octets, before the transaction's state.
   */
  private static final byte[] READY = {'Z', 0, 0, 0, 5};

  private final AtomicBoolean answered = new AtomicBoolean();
  private final FaultyWire wire;
  private final Socket client;
  private final Socket server;
  private volatile @Nullable Break broken;

  WirePair(FaultyWire wire, Socket client) throws IOException {
    this.wire = wire;
    this.client = client;
    this.server = new Socket(InetAddress.getLoopbackAddress(), wire.server());
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    start(this::forward);
    start(this::answer);
  }

  private void forward() throws IOException {
    byte[] buffer = new byte[1 << 16];
    InputStream from = client.getInputStream();
    OutputStream to = server.getOutputStream();
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      if (answered.getAndSet(false)) {
        broken = wire.atTrip(text(buffer, read));
      }
      if (broken == Break.BEFORE) {
        close();
        return;
      }
      if (broken != Break.SILENT_BEFORE && !wire.isSilent()) {
        to.write(buffer, 0, read);
        to.flush();
      }
      if (broken == Break.DURING) {
        close();
        return;
      }
    }
    if (broken == null) {
      server.close();
    }
  }

  private void answer() throws IOException {
    byte[] buffer = new byte[1 << 16];
    InputStream from = server.getInputStream();
    OutputStream to = client.getOutputStream();
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      Break how = broken;
      if (how == Break.AFTER && isWhole(buffer, read)) {
        close();
        return;
      }
      if (how == null && !wire.isSilent()) {
        answered.set(true);
        to.write(buffer, 0, read);
        to.flush();
      }
    }
    client.close();
  }

  private static String text(byte[] buffer, int length) {
    return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  private static boolean isWhole(byte[] buffer, int length) {
    int begin = length - READY.length - 1;
    for (int i = 0; i < READY.length; i++) {
      if (begin < 0 || buffer[begin + i] != READY[i]) {
        return false;
      }
    }
    return true;
  }

  boolean closeIfBroken() {
    if (broken == null) {
      return false;
    }
    close();
    return true;
  }

  @Override
  public void close() {
    try {
      client.close();
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a thread of the proxy does until a socket is closed. */
  interface Pump {
    void run() throws IOException;
  }

  static void start(Pump pump) {
    Thread thread =
        new Thread(
            () -> {
              try {
                pump.run();
              } catch (IOException e) {
                // One side went away, which is what this is about.
              }
            },
            "faulty-wire");
    thread.setDaemon(true);
    thread.start();
  }
}

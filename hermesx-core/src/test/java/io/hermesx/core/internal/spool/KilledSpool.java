// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A process whose threads append to a spool until it is killed, and which tells, when it is asked,
 * what was acknowledged since it was asked last. It ends by itself when its parent is gone.
 */
final class KilledSpool {

  /** What it tells where another process has the spool. */
  static final String IN_USE = "in-use";

  private static final int THREADS = 8;

  private KilledSpool() {}

  /**
   * Runs it.
   *
   * @param args the directory of the spool, and a number that no other process of it has
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try {
      begin(Path.of(args[0]), args[1], told);
    } catch (SpoolInUseException e) {
      told.add(IN_USE);
    }
    BufferedReader parent = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    while (parent.readLine() != null) {
      List<String> ids = new ArrayList<>();
      ids.add(told.take());
      told.drainTo(ids);
      System.out.println(String.join(" ", ids));
    }
    Runtime.getRuntime().halt(1);
  }

  private static void begin(Path directory, String life, BlockingQueue<String> told) {
    Spool spool =
        Spool.open(directory, SpoolKillTest.LIMITS, new SplittableRandom(life.hashCode()));
    for (int i = 0; i < THREADS; i++) {
      String prefix = life + "-" + i + "-";
      Thread thread = new Thread(() -> appendFor(spool, prefix, told));
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void appendFor(Spool spool, String prefix, BlockingQueue<String> told) {
    for (int i = 0; ; i++) {
      String id = prefix + i;
      byte[] octets = (id + " " + "x".repeat(i * 37 % 900)).getBytes(UTF_8);
      if (!(spool.append(octets) instanceof SpoolAppend.Stored)) {
        return;
      }
      told.add(id);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.HermesException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * Reads a bundle with several threads: one cuts the stream into blocks of whole lines, workers read
 * and hash the lines of a block, and the first thread passes them on in their order. Only some
 * megabytes are held at a time, however long the stream is. Good for one stream.
 */
final class BundleStream {

  /** The longest line in octets: a body of a megabyte fits. */
  static final int LONGEST_LINE = 1 << 22;

  private static final BundleItem TOO_LONG =
      new BundleItem.Refused("the line is longer than " + LONGEST_LINE + " octets");
  private static final int BLOCK = 1 << 17;
  private static final int MOST_IN_FLIGHT = 1 << 22;

  private final BundleLine lines;
  private final int threads;
  private final LongConsumer progress;
  private final Queue<Block> blocks = new ArrayDeque<>();
  private long inFlight;
  private long read;

  private record Block(Future<List<BundleItem>> items, int octets) {}

  /**
   * @param threads how many workers, 1 or more
   * @param progress told now and then how many octets were read
   */
  BundleStream(BundleLine lines, int threads, LongConsumer progress) {
    this.lines = lines;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Reads the stream until it ends or the check wants no more.
   *
   * @throws BundleRefusedException if the stream cannot be read
   */
  void read(InputStream in, LineSink check) {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      cut(in, check, workers);
      drain(check);
    } catch (IOException e) {
      throw new BundleRefusedException("the bundle cannot be read: " + e.getMessage(), e);
    } finally {
      workers.shutdownNow();
    }
  }

  private void cut(InputStream in, LineSink check, ExecutorService workers) throws IOException {
    byte[] buffer = new byte[BLOCK];
    int filled = 0;
    while (!check.isStopped()) {
      int got = in.read(buffer, filled, buffer.length - filled);
      filled += Math.max(0, got);
      int end = got < 0 ? filled : lastLine(buffer, filled);
      boolean full = filled == buffer.length;
      if (end > 0 && (full || got < 0)) {
        submit(Arrays.copyOf(buffer, end), check, workers);
        System.arraycopy(buffer, end, buffer, 0, filled - end);
        filled -= end;
        buffer = filled > BLOCK / 2 ? buffer : Arrays.copyOf(buffer, BLOCK);
      } else if (full && buffer.length > LONGEST_LINE) {
        drain(check);
        check.next(TOO_LONG);
      } else if (full) {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
      if (got < 0) {
        return;
      }
    }
  }

  private void drain(LineSink check) {
    while (!blocks.isEmpty()) {
      pass(check);
    }
  }

  private static int lastLine(byte[] buffer, int filled) {
    int end = filled;
    while (end > 0 && buffer[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private void submit(byte[] block, LineSink check, ExecutorService workers) {
    while (blocks.size() > 2 * threads || inFlight > MOST_IN_FLIGHT) {
      pass(check);
    }
    inFlight += block.length;
    read += block.length;
    progress.accept(read);
    blocks.add(new Block(workers.submit(() -> items(block)), block.length));
  }

  private List<BundleItem> items(byte[] block) {
    List<BundleItem> items = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < block.length; i++) {
      if (block[i] == '\n') {
        items.add(i - start > LONGEST_LINE ? TOO_LONG : lines.read(block, start, i));
        start = i + 1;
      }
    }
    return items; // what is left of a line that was cut off is no line
  }

  private void pass(LineSink check) {
    Block block = blocks.remove();
    inFlight -= block.octets();
    try {
      block.items().get().forEach(check::next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HermesException("the verification was interrupted", e);
    } catch (ExecutionException e) {
      throw new HermesException("a line of the bundle could not be checked", e);
    }
  }
}

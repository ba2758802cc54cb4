// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.HermesException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Reads a bundle with several threads: one cuts the stream into blocks of whole lines, workers read
 * and hash the lines of a block, and the first thread passes them on in their order. Only some
 * megabytes are held at a time, however long the stream is. Good for one stream.
 */
final class BundleStream {

  private static final int BLOCK = 1 << 19;
  private static final int MOST_IN_FLIGHT = 6 << 20;

  private final Supplier<BlockReader> readers;
  private final int threads;
  private final LongConsumer progress;
  private final Queue<Block> blocks = new ArrayDeque<>();
  private final Queue<byte[]> free = new ArrayDeque<>();
  private final Queue<BlockReader> idle = new ConcurrentLinkedQueue<>();
  private long inFlight;
  private long read;

  @SuppressWarnings("ArrayRecordComponent")
  private record Block(Future<List<BundleItem>> items, byte[] octets) {}

  /**
   * @param readers makes what a thread reads blocks with
   * @param threads how many workers, 1 or more
   * @param progress told now and then how many octets were read
   */
  BundleStream(Supplier<BlockReader> readers, int threads, LongConsumer progress) {
    this.readers = readers;
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
    boolean tooLong = false;
    while (!check.isStopped()) {
      int got = in.read(buffer, filled, buffer.length - filled);
      filled += Math.max(0, got);
      if (tooLong && lastLine(buffer, filled) > 0) {
        drain(check);
        check.next(LineByLine.TOO_LONG);
        return;
      }
      boolean full = filled == buffer.length;
      int end = full ? lastLine(buffer, filled) : got < 0 ? filled : 0;
      if (end > 0) {
        byte[] next = buffer(filled - end);
        System.arraycopy(buffer, end, next, 0, filled - end);
        submit(buffer, end, check, workers);
        buffer = next;
        filled -= end;
      } else if (full && buffer.length > LineByLine.LONGEST_LINE) {
        tooLong = true; // if it is a line: without a newline it is none, and not kept
        filled = 0;
      } else if (full) {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
      if (got < 0) {
        return;
      }
    }
  }

  /** A block with room behind so many octets. */
  private byte[] buffer(int octets) {
    if (octets > BLOCK / 2) {
      return new byte[2 * octets];
    }
    byte[] used = free.poll();
    return used == null ? new byte[BLOCK] : used;
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

  private void submit(byte[] block, int end, LineSink check, ExecutorService workers) {
    while (blocks.size() > 2 * threads || inFlight > MOST_IN_FLIGHT) {
      pass(check);
    }
    inFlight += block.length;
    read += end;
    progress.accept(read);
    blocks.add(new Block(workers.submit(() -> items(block, end)), block));
  }

  private List<BundleItem> items(byte[] block, int end) {
    BlockReader used = idle.poll();
    BlockReader reader = used == null ? readers.get() : used;
    List<BundleItem> items = reader.read(block, end);
    idle.add(reader);
    return items;
  }

  private void pass(LineSink check) {
    Block block = blocks.remove();
    inFlight -= block.octets().length;
    try {
      block.items().get().forEach(check::next);
      if (block.octets().length == BLOCK) {
        free.add(block.octets());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HermesException("the verification was interrupted", e);
    } catch (ExecutionException e) {
      throw new HermesException(
          "a line of the bundle could not be checked: "
              + e.getCause()
              + "; where memory is short, give the JVM more (-Xmx) or --threads less",
          e);
    }
  }
}

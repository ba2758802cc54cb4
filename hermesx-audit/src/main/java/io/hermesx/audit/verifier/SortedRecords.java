// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.HermesException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Records of one length that are given in any order and come back in that of their octets. Some
 * megabytes of them are kept in memory, more in a temporary file of sorted runs, which are merged
 * in the end; so there may be any number of them. Not thread-safe.
 */
final class SortedRecords implements Closeable {

  private static final int FIRST = 64;
  private static final int READ = 1 << 13;

  private final int width;
  private final int most;
  private final List<Run> runs = new ArrayList<>();
  private byte[] records;
  private int count;
  private @Nullable FileChannel file;
  private long written;

  /**
   * @param width the length of a record in octets
   * @param most how many are kept in memory
   */
  SortedRecords(int width, int most) {
    this.width = width;
    this.most = most;
    this.records = new byte[width * FIRST];
  }

  void add(byte[] record) {
    if (count == most) {
      spill();
    }
    if (count * width == records.length) {
      records = Arrays.copyOf(records, (int) Math.min(2L * records.length, (long) most * width));
    }
    System.arraycopy(record, 0, records, count++ * width, width);
  }

  /** The records in ascending order; nothing may be added any more. */
  Iterator<byte[]> sorted() {
    if (runs.isEmpty()) {
      return inMemory();
    }
    spill();
    records = new byte[0];
    PriorityQueue<RunReader> readers = new PriorityQueue<>();
    runs.forEach(run -> readers.add(new RunReader(run)));
    return new Iterator<>() {
      private RunReader first = readers.remove();
      private boolean more = true;

      @Override
      public boolean hasNext() {
        return more;
      }

      @Override
      public byte[] next() {
        byte[] record = first.record;
        if (!first.advance()) {
          more = !readers.isEmpty();
          first = more ? readers.remove() : first;
        } else if (!readers.isEmpty() && first.compareTo(readers.element()) > 0) {
          readers.add(first);
          first = readers.remove();
        }
        return record;
      }
    };
  }

  private Iterator<byte[]> inMemory() {
    int[] order = order();
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < order.length;
      }

      @Override
      public byte[] next() {
        int at = order[next++] * width;
        return Arrays.copyOfRange(records, at, at + width);
      }
    };
  }

  private void spill() {
    ByteBuffer run = ByteBuffer.allocate(count * width);
    for (int i : order()) {
      run.put(records, i * width, width);
    }
    run.flip();
    try {
      FileChannel out = file();
      runs.add(new Run(written, written + run.remaining()));
      while (run.hasRemaining()) {
        written += out.write(run, written);
      }
    } catch (IOException e) {
      throw failed(e);
    }
    count = 0;
  }

  private FileChannel file() throws IOException {
    if (file == null) {
      Path path = Files.createTempFile("hermesx-audit-", ".sorted");
      file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
    return file;
  }

  private static HermesException failed(IOException e) {
    return new HermesException(
        "the temporary file for what does not fit into memory cannot be used: "
            + e.getMessage()
            + "; point java.io.tmpdir to a folder with room",
        e);
  }

  /**
   * A bottom-up merge sort of the places: no object is made for a record. Ids of events are made of
   * the time and nearly in order, so most halves follow each other already.
   */
  private int[] order() {
    int[] from = new int[count];
    Arrays.setAll(from, i -> i);
    int[] to = new int[count];
    for (int length = 1; length < count; length *= 2) {
      for (int start = 0; start < count; start += 2 * length) {
        merge(from, to, start, length);
      }
      int[] spare = from;
      from = to;
      to = spare;
    }
    return from;
  }

  private void merge(int[] from, int[] to, int start, int length) {
    int left = start;
    int middle = Math.min(start + length, count);
    int right = middle;
    int end = Math.min(start + 2 * length, count);
    if (right == end || compare(from[right - 1], from[right]) <= 0) {
      System.arraycopy(from, start, to, start, end - start);
      return;
    }
    for (int i = start; i < end; i++) {
      boolean takeLeft = right >= end || (left < middle && compare(from[left], from[right]) <= 0);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }

  private int compare(int one, int other) {
    int a = one * width;
    int b = other * width;
    return Arrays.compareUnsigned(records, a, a + width, records, b, b + width);
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private record Run(long start, long end) {}

  /** Reads one run; the next record is at hand. */
  private final class RunReader implements Comparable<RunReader> {

    private final ByteBuffer buffer = ByteBuffer.allocate(READ / width * width).limit(0);
    private final long end;
    private long position;
    private byte[] record = {};

    RunReader(Run run) {
      this.position = run.start();
      this.end = run.end();
      advance();
    }

    boolean advance() {
      if (!buffer.hasRemaining() && position == end) {
        return false;
      }
      if (!buffer.hasRemaining()) {
        fill();
      }
      record = new byte[width];
      buffer.get(record);
      return true;
    }

    private void fill() {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
      FileChannel in = Optional.ofNullable(file).orElseThrow();
      try {
        while (buffer.hasRemaining()) {
          int read = in.read(buffer, position);
          if (read < 0) {
            throw new IOException("it is shorter than what was written");
          }
          position += read;
        }
      } catch (IOException e) {
        throw failed(e);
      }
      buffer.flip();
    }

    @Override
    public int compareTo(RunReader other) {
      return Arrays.compareUnsigned(record, other.record);
    }
  }
}

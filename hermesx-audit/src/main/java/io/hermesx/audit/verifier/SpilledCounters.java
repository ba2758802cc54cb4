// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.check.WriterCounters;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * The counters of the writers of one log, of any number. When there are more than fit into memory,
 * it is written down where each has come to and memory is emptied; a writer that comes after that
 * is written down too, and in the end each is held to where it had come to. Not thread-safe.
 */
final class SpilledCounters implements WriterCounters, Closeable {

  private static final int MOST_IN_MEMORY = 1 << 16;
  private static final int WRITER = Long.BYTES + Sha256.LENGTH;
  private static final int WIDTH = WRITER + 3 * Long.BYTES;
  private static final long LEFT = -1; // in place of the seq, where a writer has come to

  private final int most;
  private Map<String, Long> counters = new HashMap<>();
  private final SortedRecords records;
  private long forgotten; // how often; of what was before that nothing is held against a writer
  private long written;
  private boolean spilled;

  SpilledCounters() {
    this(MOST_IN_MEMORY);
  }

  SpilledCounters(int most) {
    this.most = most;
    this.records = new SortedRecords(WIDTH, Math.max(most, 2));
  }

  @Override
  public boolean isContinued(String writer, long counter) {
    Long before = counters.get(writer);
    return before == null
        ? !spilled && counters.size() < most && isFirst(counter)
        : counter == before + 1;
  }

  private boolean isFirst(long counter) {
    return forgotten > 0 || counter == 0;
  }

  @Override
  public void passed(String writer, long counter) {
    counters.put(writer, counter);
  }

  @Override
  public boolean next(String writer, long counter, long seq) {
    Long before = counters.get(writer);
    if (before == null && counters.size() >= most) {
      spill();
    }
    counters.put(writer, counter);
    if (before == null && spilled) {
      write(writer, counter, seq);
      return true; // or not, which is known in the end
    }
    return before == null ? isFirst(counter) : counter == before + 1;
  }

  private void spill() {
    counters.forEach((writer, counter) -> write(writer, counter, LEFT));
    counters.clear();
    spilled = true;
  }

  private void write(String writer, long counter, long seq) {
    records.add(
        ByteBuffer.allocate(WIDTH)
            .putLong(forgotten)
            .put(Sha256.raw(writer.getBytes(UTF_8)).octets())
            .putLong(written++)
            .putLong(counter)
            .putLong(seq)
            .array());
  }

  @Override
  public void forget() {
    if (!counters.isEmpty()) {
      counters = new HashMap<>(); // to clear one takes as long as it ever was large
    }
    spilled = false;
    forgotten++;
  }

  /** Tells the place of each event that was not what came next of its writer, if not told yet. */
  void gaps(LongConsumer told) {
    if (written == 0) {
      return;
    }
    byte[] before = new byte[WIDTH];
    Arrays.fill(before, (byte) -1);
    Iterator<byte[]> sorted = records.sorted();
    while (sorted.hasNext()) {
      byte[] octets = sorted.next();
      ByteBuffer record = ByteBuffer.wrap(octets);
      long counter = record.getLong(WRITER + Long.BYTES);
      long seq = record.getLong(WRITER + 2 * Long.BYTES);
      boolean known = Arrays.equals(octets, 0, WRITER, before, 0, WRITER);
      boolean continues =
          known
              ? counter == ByteBuffer.wrap(before).getLong(WRITER + Long.BYTES) + 1
              : record.getLong(0) > 0 || counter == 0;
      if (seq != LEFT && !continues) {
        told.accept(seq);
      }
      before = octets;
    }
  }

  @Override
  public void close() {
    records.close();
  }
}

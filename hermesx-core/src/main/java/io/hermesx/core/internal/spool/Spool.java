// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A durable, bounded queue of octet records in a directory of the local disk, for what cannot be
 * delivered right now. Appending returns when the records are on disk; many threads that append at
 * the same time share one fsync, made by one of them. Delivery is at least once: after a crash
 * records may come again that were removed, so a consumer tells them apart by ids of their own. No
 * acknowledged record is lost by a crash or by a write that fails; with the disk, all of them are.
 *
 * <p>One process at a time. Thread-safe; appends, {@link #peek} and {@link #remove} block on I/O
 * and are not ended by an interrupt. It has no threads of its own.
 */
public final class Spool implements AutoCloseable {

  private final SpoolLimits limits;
  private final Closeable lock;
  private final Recovered found;
  private final SegmentLog log;
  private final GroupCommit commits;
  private final Delivery delivery;

  private Spool(SpoolLimits limits, Closeable lock, Opened opened) {
    this.limits = limits;
    this.lock = lock;
    this.found = opened.found();
    this.log = opened.log();
    this.commits = new GroupCommit(log, limits.appendOctets());
    this.delivery = opened.delivery();
  }

  /** The two ends of the queue. */
  private record Opened(Recovered found, SegmentLog log, Delivery delivery) {}

  /**
   * Opens the spool in a directory, which is made, readable for its owner only, if it is not there.
   * Reads every octet of it. What a crash left of unacknowledged records is cut off; what is
   * damaged is set aside and told by {@link #state}, and never an error.
   *
   * @param directory for this spool alone, on a local disk; its parent has to be there
   * @param salts random numbers that callers cannot guess, such as those of {@code
   *     SystemSources.random()}: with them a record cannot pass for the frame of another
   * @throws SpoolInUseException if it is open already, in this process or another
   * @throws SpoolException if the disk refuses
   */
  public static Spool open(Path directory, SpoolLimits limits, RandomGenerator salts) {
    try {
      return open(DiskFiles.at(directory), limits, salts);
    } catch (IOException e) {
      throw new SpoolException("the spool in " + directory + " cannot be opened", e);
    }
  }

  static Spool open(SpoolFiles files, SpoolLimits limits, RandomGenerator salts)
      throws IOException {
    Closeable lock = files.lock();
    try {
      return new Spool(limits, lock, recover(files, limits, salts));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static Opened recover(SpoolFiles files, SpoolLimits limits, RandomGenerator salts)
      throws IOException {
    Recovery recovery = new Recovery(files);
    Mark mark = recovery.mark();
    try {
      Recovered found = recovery.segments(mark, limits);
      return new Opened(
          found, new SegmentLog(files, salts, found, limits), new Delivery(files, found, mark));
    } catch (IOException | RuntimeException e) {
      mark.close();
      throw e;
    }
  }

  /**
   * Appends one record, and answers {@link SpoolAppend.Full} at once if there is no room.
   *
   * @param octets 1 to {@link SpoolLimits#recordOctets}; not changed meanwhile
   * @throws SpoolException if it could not be made durable; it is not acknowledged
   */
  public SpoolAppend append(byte[] octets) {
    return append(List.of(octets), Duration.ZERO);
  }

  /**
   * Appends records that follow one another, and answers {@link SpoolAppend.Full} at once if there
   * is no room for all. A crash before the answer may leave the first of them only.
   *
   * @param records at least one, together at most a segment
   * @throws SpoolException if they could not be made durable; none is acknowledged
   */
  public SpoolAppend append(List<byte[]> records) {
    return append(records, Duration.ZERO);
  }

  /**
   * Appends records that follow one another, and waits for room.
   *
   * @param records at least one, together at most a segment
   * @param patience how long to wait for room; the write itself takes as long as it takes. An
   *     interrupt ends the waiting and stays set
   * @throws SpoolException if they could not be made durable; none is acknowledged
   */
  public SpoolAppend append(List<byte[]> records, Duration patience) {
    List<byte[]> batch = List.copyOf(records);
    long octets = checked(batch);
    // Whoever leads may have to begin a segment.
    if (!found.room().take(octets + SegmentHeader.OCTETS, patience)) {
      return new SpoolAppend.Full(found.room().used(), limits.totalOctets());
    }
    long taken = octets + SegmentHeader.OCTETS;
    try {
      long first = commits.append(batch);
      taken = SegmentHeader.OCTETS;
      return new SpoolAppend.Stored(first, first + batch.size() - 1);
    } finally {
      found.room().give(taken);
    }
  }

  /**
   * Returns the oldest records that were not removed, in order of append. Does not change anything.
   *
   * @param limit how many at most, from 1; they are in memory together
   * @throws SpoolException if one cannot be read
   */
  public List<SpooledRecord> peek(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + ", allowed: from 1");
    }
    try {
      return delivery.peek(limit);
    } catch (IOException e) {
      throw new SpoolException("the oldest records of the spool cannot be read", e);
    }
  }

  /**
   * Removes all records up to a position, because they are safe elsewhere. Idempotent. Durable with
   * a later removal or with closing: after a crash they may come again.
   *
   * @throws IllegalArgumentException if nothing was appended at that position yet
   * @throws SpoolException if the disk refuses; they are removed until a restart
   */
  public void remove(long upTo) {
    try {
      delivery.remove(upTo);
    } catch (IOException e) {
      throw new SpoolException(
          "what was removed from the spool is not on record: it may come again after a restart", e);
    }
  }

  /** Tells what it holds and what went wrong. Does no I/O, and may wait for some. */
  public SpoolState state() {
    long removed = delivery.removed();
    return new SpoolState(
        found.segments().durable() - removed,
        found.room().used(),
        found.room().limit(),
        log.failures(),
        found.cut(),
        found.damages(),
        found.aside());
  }

  /** Waits for appends under way, makes removals durable, and lets go of the directory. */
  @Override
  public void close() {
    if (!commits.close()) {
      return;
    }
    try (lock) {
      log.close();
      delivery.close();
    } catch (IOException e) {
      throw new SpoolException(
          "what was removed from the spool is not on record: it may come again after a restart", e);
    }
  }

  private long checked(List<byte[]> records) {
    if (records.isEmpty()) {
      throw new IllegalArgumentException("no records, allowed: at least one");
    }
    for (byte[] octets : records) {
      if (octets.length < 1 || octets.length > limits.recordOctets()) {
        throw new IllegalArgumentException(
            "a record has " + octets.length + " octets, allowed: 1 to " + limits.recordOctets());
      }
    }
    long octets = Frame.octets(records);
    if (octets > limits.appendOctets()) {
      throw new IllegalArgumentException(
          records.size()
              + " records take "
              + octets
              + " octets with their frames, allowed: "
              + limits.appendOctets()
              + " at once");
    }
    return octets;
  }
}

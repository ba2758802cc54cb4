// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.spool;

import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditVerification;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.format.HeaderRefusedException;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.internal.spool.Spool;
import io.hermesx.core.internal.spool.SpoolAppend;
import io.hermesx.core.internal.spool.SpoolLimits;
import io.hermesx.core.tenant.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A chain whose {@link #append} returns when the events are on a local disk; a daemon thread of its
 * own, named {@code hermesx-audit-spool}, moves them into the chain behind it. With the log away,
 * recording goes on until the spool is full. Then append waits as long as it was told to and
 * throws: nothing is ever dropped.
 *
 * <p>What was appended survives the process, and the machine, and goes on with whoever opens the
 * directory next; <b>it does not survive the disk</b>, so an ephemeral one is no place for it.
 * Until an event has left the spool, nobody sees it in the log and no checkpoint covers it. Events
 * of one process keep their order; an event that a crash brings twice is in the log once.
 * Everything but {@link #append} goes to the chain behind. Thread-safe; one process at a time has a
 * directory.
 */
public final class SpooledAuditChain implements AuditChain {

  private static final int LONGEST_RECORD = 4 << 20;
  private static final int SEGMENT = 8 << 20;
  private static final long SMALLEST = 4L * SEGMENT;

  private final AuditChain chain;
  private final Spool spool;
  private final Duration patience;
  private final SpoolDelivery delivery;

  private SpooledAuditChain(Builder builder) {
    this.chain = builder.chain;
    this.patience = builder.patience;
    SpoolLimits limits = new SpoolLimits(LONGEST_RECORD, builder.octets, SEGMENT);
    Path directory = Builder.required("directory", builder.directory);
    this.spool = Spool.open(directory, limits, Builder.required("random", builder.random));
    this.delivery = new SpoolDelivery(chain, spool);
    delivery.start();
  }

  /** Starts a spool in front of a chain, which it closes. */
  public static Builder builder(AuditChain chain) {
    return new Builder(chain);
  }

  @Override
  public PreparedEvent prepare(AuditEvent event) {
    return chain.prepare(event);
  }

  /**
   * Puts events on the disk. Blocks for one fsync, which threads that append at the same time
   * share, and for room if there is none.
   *
   * @throws IllegalArgumentException if one is not what {@link #prepare} returned, or an event is
   *     larger than 4 MiB with its bodies; then none is on record
   * @throws SpoolFullException if there is no room; of events that together take more than 4 MiB
   *     the first may be on record
   * @throws io.hermesx.core.HermesException if the disk refuses; append the same events again
   */
  @Override
  public void append(List<PreparedEvent> events) {
    List<byte[]> records = events.stream().map(SpooledAuditChain::record).toList();
    List<byte[]> batch = new ArrayList<>();
    long octets = 0;
    for (byte[] record : records) {
      if (octets + record.length > LONGEST_RECORD) {
        store(batch);
        batch.clear();
        octets = 0;
      }
      batch.add(record);
      octets += record.length;
    }
    store(batch);
  }

  private void store(List<byte[]> records) {
    if (records.isEmpty()) {
      return;
    }
    if (spool.append(records, patience) instanceof SpoolAppend.Full full) {
      throw new SpoolFullException(
          "the audit spool holds "
              + full.used()
              + " of "
              + full.limit()
              + " octets and nothing more is recorded; see why the log does not take them");
    }
    delivery.wake();
  }

  private static byte[] record(PreparedEvent event) {
    requirePrepared(event);
    byte[] octets = SpooledEvent.encode(event);
    if (octets.length > LONGEST_RECORD) {
      throw new IllegalArgumentException(
          "audit event "
              + event.id()
              + " takes "
              + octets.length
              + " octets with its bodies, allowed: up to "
              + LONGEST_RECORD);
    }
    return octets;
  }

  private static void requirePrepared(PreparedEvent event) {
    try {
      HeaderView header = HeaderView.staged(event.octets());
      if (header.text("event_id").equals(event.id().toString())) {
        return;
      }
    } catch (HeaderRefusedException e) {
      // the same answer
    }
    throw new IllegalArgumentException(
        "audit event " + event.id() + " is not what prepare(...) returned; append that");
  }

  @Override
  public void staged(TenantId tenant) {
    chain.staged(tenant);
  }

  @Override
  public int sequence() {
    return chain.sequence();
  }

  @Override
  public AuditVerification verify(TenantId tenant) {
    return chain.verify(tenant);
  }

  /**
   * Moves what is in the spool now into the chain behind, on the calling thread.
   *
   * @throws RuntimeException what the chain throws; what was not moved stays in the spool
   */
  public void flush() {
    delivery.flush();
  }

  /** How many events are in the spool and not in the log, as far as is known. */
  public long waiting() {
    return spool.state().waiting();
  }

  /**
   * What was found damaged when the directory was opened, in words; empty if nothing was. The
   * damaged files are kept beside the others.
   */
  public List<String> damages() {
    return spool.state().damages().stream().map(Object::toString).toList();
  }

  /** Moves what it can, ends the thread, and closes the chain. What is left stays on the disk. */
  @Override
  public void close() {
    delivery.close();
    try {
      spool.close();
    } finally {
      chain.close();
    }
  }

  /** Collects what a spool needs. Not thread-safe. */
  public static final class Builder {

    private static final Duration LONGEST_PATIENCE = Duration.ofHours(1);

    private final AuditChain chain;
    private long octets = SpoolLimits.STANDARD.totalOctets();
    private Duration patience = Duration.ZERO;
    private @Nullable Path directory;
    private @Nullable RandomGenerator random;

    private Builder(AuditChain chain) {
      this.chain = chain;
    }

    /**
     * Where the spool is: a directory of its own on a local disk, made if it is not there.
     * Required.
     */
    public Builder directory(Path path) {
      this.directory = path;
      return this;
    }

    /** Numbers that nobody can guess, such as {@code SystemSources.random()}. Required. */
    public Builder random(RandomGenerator source) {
      this.random = source;
      return this;
    }

    /**
     * How many octets it may take on the disk: 32 MiB or more; default 256 MiB, some 300,000 events
     * without bodies.
     *
     * @throws IllegalArgumentException if it is less
     */
    public Builder octets(long most) {
      if (most < SMALLEST) {
        throw new IllegalArgumentException(
            "the audit spool may take " + most + " octets, allowed: from " + SMALLEST);
      }
      this.octets = most;
      return this;
    }

    /**
     * How long an append waits for room before it throws: 0 (fail at once, the default) to 1 hour.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder patience(Duration most) {
      if (most.isNegative() || most.compareTo(LONGEST_PATIENCE) > 0) {
        throw new IllegalArgumentException(
            "the patience of an audit spool is " + most + ", allowed: PT0S to " + LONGEST_PATIENCE);
      }
      this.patience = most;
      return this;
    }

    /**
     * Opens the spool and begins to move what is in it.
     *
     * @throws io.hermesx.core.HermesException if the directory cannot be used, or another process
     *     has it
     * @throws IllegalStateException if something required is missing
     */
    public SpooledAuditChain build() {
      return new SpooledAuditChain(this);
    }

    private static <T> T required(String name, @Nullable T value) {
      if (value == null) {
        throw new IllegalStateException(
            "the audit spool has no " + name + "; call " + name + "(...) before build()");
      }
      return value;
    }
  }
}

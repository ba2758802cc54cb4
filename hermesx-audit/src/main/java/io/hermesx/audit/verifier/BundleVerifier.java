// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.anchor.TimestampVerifier;
import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.audit.note.WitnessPolicy;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a bundle of audit logs without the database it came from and without believing anything
 * in it: recomputes every hash, and holds the result to what was signed, what was anchored and what
 * the reader knew before.
 *
 * <p>Thread-safe; each verification starts threads of its own and ends them. It takes some
 * megabytes of memory however large the bundle is; what does not fit, such as event ids by the
 * million, goes to temporary files. Findings do not depend on the number of threads.
 */
public final class BundleVerifier {

  static final int MOST_THREADS = 64;

  private final Trust trust;
  private final AnchoredRoots anchors;
  private final long tail;
  private final int threads;
  private final LongConsumer progress;

  private BundleVerifier(Builder builder) {
    this.trust =
        new Trust(
            Optional.ofNullable(builder.policy),
            builder.known,
            Optional.ofNullable(builder.only),
            new Trust.Receipts(
                Optional.ofNullable(builder.stamps),
                Optional.ofNullable(builder.witnesses),
                Optional.ofNullable(builder.stampedSince)));
    this.anchors = new AnchoredRoots(builder.anchors);
    this.tail = builder.tail;
    this.threads = builder.threads;
    this.progress = builder.progress;
  }

  /** Returns a builder of a verifier that trusts nothing and nobody yet. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Verifies a bundle. Reads the stream to its end and does not close it.
   *
   * @throws BundleRefusedException if the stream itself fails
   */
  public VerificationReport verify(InputStream bundle) {
    try (BundleCheck check = new BundleCheck(trust, anchors)) {
      BundleLine lines = new BundleLine(trust.policy());
      new BundleStream(() -> new RunReader(lines), threads, progress).read(bundle, check);
      return check.finish().withTail(tail);
    }
  }

  /** What a verification relies on, and how it is run. Not thread-safe. */
  public static final class Builder {

    private final List<Checkpoint> known = new ArrayList<>();
    private final List<Path> anchors = new ArrayList<>();
    private @Nullable TrustPolicy policy;
    private @Nullable UUID only;
    private @Nullable StampCheck stamps;
    private @Nullable WitnessPolicy witnesses;
    private @Nullable Instant stampedSince;
    private long tail;
    private int threads = Math.min(16, Runtime.getRuntime().availableProcessors());
    private LongConsumer progress = octets -> {};

    private Builder() {}

    /** Sets whose signatures count; without it nothing is proven about who signed. */
    public Builder policy(TrustPolicy trusted) {
      policy = trusted;
      return this;
    }

    /** Adds a checkpoint that the reader trusted before: the log must continue it. */
    public Builder since(Checkpoint trusted) {
      known.add(trusted);
      return this;
    }

    /** Adds an anchor file: the logs must have what it says. */
    public Builder anchors(Path file) {
      anchors.add(file);
      return this;
    }

    /** Says that only the log of this tenant need be there, of those that are known of. */
    public Builder only(UUID tenant) {
      only = tenant;
      return this;
    }

    /** Sets which time-stamp authorities are trusted; without it tokens are not looked at. */
    public Builder timestamps(TimestampVerifier trusted) {
      stamps = new StampCheck(trusted);
      return this;
    }

    /** Sets which witnesses are trusted; without it cosignatures are not looked at. */
    public Builder witnesses(WitnessPolicy trusted) {
      witnesses = trusted;
      return this;
    }

    /**
     * Sets the time since which the log of logs, or else each log, must have a receipt that holds:
     * a token of an authority, or cosignatures of a quorum. What has only older ones may be an
     * older state of the database, so it is incomplete. An authority that serves anybody stamps an
     * older state today as well; witnesses do not. Unless set, any time will do.
     */
    public Builder stampedSince(Instant time) {
      stampedSince = time;
      return this;
    }

    /**
     * Sets how many events of each log need not be signed and anchored yet; 0 unless set.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder tail(long events) {
      if (events < 0) {
        throw new IllegalArgumentException(
            "a tail of " + events + " events is allowed, allowed: 0 or more");
      }
      tail = events;
      return this;
    }

    /**
     * Sets how many threads read and hash, 1 to 64; unless set, one for each processor, up to 16.
     *
     * @throws IllegalArgumentException if it is outside that range
     */
    public Builder threads(int count) {
      if (count < 1 || count > MOST_THREADS) {
        throw new IllegalArgumentException(count + " threads, allowed: 1 to " + MOST_THREADS);
      }
      threads = count;
      return this;
    }

    /** Sets who is told now and then how many octets were read. */
    public Builder progress(LongConsumer octets) {
      progress = octets;
      return this;
    }

    /**
     * Returns the verifier.
     *
     * @throws IllegalArgumentException if a key of the log is among the witnesses
     */
    public BundleVerifier build() {
      if (policy != null && witnesses != null) {
        witnesses.requireApartFrom(policy);
      }
      return new BundleVerifier(this);
    }
  }
}

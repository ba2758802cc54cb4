// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.audit.AnchorException;
import io.hermesx.audit.CheckpointAnchor;
import io.hermesx.audit.ConsistencyProofs;
import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.CosignatureCheck;
import io.hermesx.audit.note.NoteRefusedException;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.WitnessKey;
import io.hermesx.audit.proof.ConsistencyProof;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An anchor that is a witness (C2SP tlog-witness) over HTTP: it keeps the last checkpoint it saw of
 * the log, wants the proof that the next one continues it, and cosigns that one with a time. Two
 * histories of one log it does not cosign, whoever has the keys of the log. The receipt is its
 * signature lines, which {@link io.hermesx.audit.note.WitnessPolicy} says the worth of. Make an
 * anchor for each witness.
 *
 * <p>The witness sees the name of the log, its size, its root and the signatures under it. Its
 * answer is verified before it is a receipt. Redirects are not followed and more than 64 KiB are
 * not read.
 *
 * <p>Thread-safe. {@link #anchor} blocks until the answer is there or the time is up, twice if the
 * witness remembers another size than this anchor does, such as after a start. It remembers in
 * memory alone: the witness is asked again.
 */
public final class WitnessAnchor implements CheckpointAnchor {

  private final String name;
  private final List<WitnessKey> keys;
  private final WitnessExchange exchange;
  private final AtomicLong cosigned = new AtomicLong();

  private WitnessAnchor(Builder builder) {
    this.name = builder.name;
    this.keys = builder.keys;
    this.exchange = new WitnessExchange(builder.address, builder.timeout);
  }

  /**
   * Starts with the witness and what its cosignatures are verified with.
   *
   * @param prefix the submission prefix, such as {@code https://witness.example.com/one}, to which
   *     {@code /add-checkpoint} is added; http or https
   * @param keys the keys that the witness signs with; at least one
   * @throws IllegalArgumentException if the URI is no such address, or there are no keys
   */
  public static Builder builder(URI prefix, Collection<WitnessKey> keys) {
    return new Builder(prefix, keys);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Has the witness cosign the checkpoint.
   *
   * @throws NoteRefusedException if the octets are no checkpoint's note
   * @throws AnchorException if the witness cannot be reached, refuses, answers what does not hold,
   *     or remembers more of the log than there is
   */
  @Override
  public byte[] anchor(byte[] checkpoint, ConsistencyProofs log) {
    SignedCheckpoint note = SignedCheckpoint.parse(checkpoint);
    long size = note.checkpoint().size();
    WitnessExchange.Answer answer =
        exchange.add(note, proof(log, Math.min(cosigned.get(), size), size));
    if (answer.conflict().isPresent()) {
      long remembered = requireReached(note.checkpoint(), answer.conflict().get());
      answer = exchange.add(note, proof(log, remembered, size));
    }
    if (answer.conflict().isPresent()) {
      throw exchange.refused(
          "remembers another size each time it is asked; if it is right, something else submits"
              + " this log too, and the next round tries again");
    }
    byte[] receipt = receipt(note.checkpoint(), answer.lines());
    cosigned.set(size);
    return receipt;
  }

  private static Optional<ConsistencyProof> proof(ConsistencyProofs log, long from, long to) {
    if (from == 0) {
      return Optional.empty(); // every log continues the empty one
    }
    return Optional.of(
        from == to ? new ConsistencyProof(from, to, List.of()) : log.between(from, to));
  }

  private long requireReached(Checkpoint said, long remembered) {
    if (remembered > said.size()) {
      throw exchange.refused(
          "has cosigned size "
              + remembered
              + " of the log "
              + said.origin()
              + ", which has "
              + said.size()
              + " events now: events were taken from its end, an older state was restored, or"
              + " another log has its name; verify the log");
    }
    return remembered;
  }

  private byte[] receipt(Checkpoint checkpoint, byte[] lines) {
    try {
      CosignatureCheck check = SignedCheckpoint.of(checkpoint, lines).cosignatures(keys);
      if (check.held().isEmpty() || !check.wrong().isEmpty()) {
        throw exchange.refused(
            "answers without a cosignature of "
                + keys
                + " that holds, or with one that does not; check its keys in the configuration");
      }
      return check.lines().getBytes(StandardCharsets.UTF_8);
    } catch (NoteRefusedException e) {
      throw exchange.refused("answers what is not 1 to 16 signature lines", e);
    }
  }

  /** Collects what an anchor may have otherwise. Not thread-safe. */
  public static final class Builder {

    private final URI address;
    private final List<WitnessKey> keys;
    private String name = "witness";
    private Duration timeout = Duration.ofSeconds(10);

    private Builder(URI prefix, Collection<WitnessKey> keys) {
      AnchorSettings.requireAddress(prefix, "witness");
      if (prefix.getRawQuery() != null || prefix.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "the submission prefix of a witness has a query or a fragment; take what is behind ? or"
                + " # away");
      }
      if (keys.isEmpty()) {
        throw new IllegalArgumentException(
            "a witness has no keys; pass the verifier keys that its operator publishes");
      }
      this.address = URI.create(prefix.toString().replaceFirst("/+$", "") + "/add-checkpoint");
      this.keys = List.copyOf(keys);
    }

    /**
     * The name of the anchor, where there are several: 1 to 64 of {@code a-z 0-9 . -}; default:
     * {@code witness}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public Builder name(String text) {
      this.name = AnchorSettings.requireName(text);
      return this;
    }

    /**
     * How long a request may take altogether: 100 milliseconds to 5 minutes; default: 10 seconds.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder timeout(Duration limit) {
      this.timeout = AnchorSettings.requireTimeout(limit);
      return this;
    }

    /** Builds the anchor. Does no I/O. */
    public WitnessAnchor build() {
      return new WitnessAnchor(this);
    }
  }
}

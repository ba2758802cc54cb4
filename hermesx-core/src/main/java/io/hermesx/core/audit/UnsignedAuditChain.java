// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.audit.check.LogVerifier;
import io.hermesx.core.audit.format.AuditFault;
import io.hermesx.core.audit.format.Preparation;
import io.hermesx.core.audit.sequence.BackgroundSequencing;
import io.hermesx.core.audit.sequence.Sequencer;
import io.hermesx.core.audit.sequence.Writer;
import io.hermesx.core.secret.DataKeys;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An audit chain whose tree nobody signs. It finds every change that does not redo the whole log
 * from there on, head included; whoever can write every table can cut the end off or rewrite
 * everything, and a process that did not append the lost part itself cannot tell. Signed
 * checkpoints that are kept elsewhere close that gap: {@code hermesx-audit} makes them, over the
 * same format.
 *
 * <p>By itself it has no thread. The call of {@link #staged} that is the 256th of its tenant
 * sequences what is staged, up to as much as there is; whoever wants it sooner calls {@link
 * #sequence}, or has it done by a thread of the chain's own ({@link Builder#sequenceWithin}), which
 * a log with I/O should. Several chains, in several processes, may work on one log. Thread-safe;
 * {@link #prepare} never blocks, everything else does the log's I/O. Memory: a few hundred octets
 * for each tenant seen.
 */
public final class UnsignedAuditChain implements AuditChain {

  private final AuditLog log;
  private final Writer writer;
  private final Preparation preparation;
  private final Sequencer sequencer;
  private final @Nullable BackgroundSequencing background;

  private UnsignedAuditChain(Builder builder) {
    this.log = builder.log;
    InstantSource clock = Builder.required("clock", builder.clock);
    String installation = Builder.required("installation", builder.installation);
    this.writer =
        new Writer(installation, Builder.required("ids", builder.ids).next().toString(), () -> "");
    this.preparation = new Preparation(installation, Optional.ofNullable(builder.cipher));
    this.sequencer = new Sequencer(log, writer, clock);
    this.background =
        builder.within == null ? null : new BackgroundSequencing(builder.within, sequencer::drain);
  }

  /** Starts a chain over a log. */
  public static Builder builder(AuditLog log) {
    return new Builder(log);
  }

  @Override
  public PreparedEvent prepare(AuditEvent event) {
    return preparation.ofHost(event);
  }

  @Override
  public void append(List<PreparedEvent> events) {
    sequencer.append(events);
  }

  @Override
  public void staged(TenantId tenant) {
    if (background == null) {
      sequencer.staged(tenant);
    } else {
      sequencer.note(tenant);
      background.staged(tenant);
    }
  }

  @Override
  public int sequence() {
    return sequencer.drainAll();
  }

  @Override
  public AuditVerification verify(TenantId tenant) {
    Optional<AuditFault> staged = sequencer.tryDrain(tenant);
    LogVerifier verifier = new LogVerifier(log, tenant, writer.origin(tenant), List.of(""));
    MerkleFrontier appended = sequencer.appended(tenant);
    AuditFault changed = AuditFault.HISTORY_CHANGED;
    verifier.remember(appended.size(), appended.root(), changed, changed);
    return verifier.run(staged);
  }

  /** Ends the chain's thread, if it has one, and sequences what is left. May be called again. */
  @Override
  public void close() {
    if (background != null) {
      background.close();
    }
    sequence();
  }

  /** Collects what a chain needs. Not thread-safe. */
  public static final class Builder {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final AuditLog log;
    private @Nullable String installation;
    private @Nullable InstantSource clock;
    private @Nullable IdSource ids;
    private @Nullable Duration within;
    private @Nullable AuditBodyCipher cipher;

    private Builder(AuditLog log) {
      this.log = log;
    }

    /**
     * The name of the installation, which begins the name of every log and so is part of every
     * hash: it must not change, and no other installation may have it. 1 to 128 of {@code a-z 0-9 .
     * - _ /} with a letter or digit at both ends, such as {@code audit.example.com/prod}. Required.
     */
    public Builder installation(String name) {
      this.installation = name;
      return this;
    }

    /** The clock that says when an event is recorded. Required. */
    public Builder clock(InstantSource source) {
      this.clock = source;
      return this;
    }

    /** Where the chain gets the id it writes under, a fresh one at every start. Required. */
    public Builder ids(IdSource source) {
      this.ids = source;
      return this;
    }

    /**
     * Has staged events sequenced by a daemon thread of the chain's own, named {@code
     * hermesx-audit-sequencer}, this long after the first of them; {@link AuditChain#staged} never
     * blocks then. What could not be sequenced is logged and left to the next event, sweep or
     * {@link AuditChain#sequence}. 1 millisecond to 1 minute; default: no thread.
     *
     * @throws IllegalArgumentException if the duration is out of range
     */
    public Builder sequenceWithin(Duration delay) {
      if (delay.compareTo(SHORTEST) < 0 || delay.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "sequenceWithin is " + delay + ", allowed: " + SHORTEST + " to " + LONGEST);
      }
      this.within = delay;
      return this;
    }

    /**
     * Lets events have bodies ({@link AuditEvent.Builder#body}). Default: they must have none.
     *
     * @param keys encrypt them
     * @param random makes a salt for each, such as {@code SystemSources.random()}
     */
    public Builder bodies(DataKeys keys, RandomGenerator random) {
      this.cipher = new AuditBodyCipher(keys, random);
      return this;
    }

    /**
     * Builds the chain. Does no I/O.
     *
     * @throws IllegalArgumentException if the installation name is not valid
     * @throws IllegalStateException if something required is missing
     */
    public UnsignedAuditChain build() {
      return new UnsignedAuditChain(this);
    }

    private static <T> T required(String name, @Nullable T value) {
      if (value == null) {
        throw new IllegalStateException(
            "the audit chain has no " + name + "; call " + name + "(...) before build()");
      }
      return value;
    }
  }
}

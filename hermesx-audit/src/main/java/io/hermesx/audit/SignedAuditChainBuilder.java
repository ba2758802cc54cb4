// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.CheckpointSigner;
import io.hermesx.core.audit.AuditBodyCipher;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.secret.DataKeys;
import io.hermesx.core.time.IdSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Collects what a signed chain needs. Not thread-safe. */
public final class SignedAuditChainBuilder {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration SHORTEST_ROUND = Duration.ofMillis(100);
  private static final Duration LONGEST_ROUND = Duration.ofHours(1);
  private static final Duration SHORTEST_HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration LONGEST_HEARTBEAT = Duration.ofDays(1);

  private final AuditLog log;
  private final List<Anchoring> anchors = new ArrayList<>();
  private @Nullable String installation;
  private @Nullable InstantSource clock;
  private @Nullable IdSource ids;
  private @Nullable SignerState state;
  private @Nullable List<CheckpointSigner> signers;
  private List<CheckpointSigner> retiring = List.of();
  private @Nullable AuditBodyCipher cipher;
  private @Nullable Duration within;
  private @Nullable Duration every;
  private Duration heartbeat = Duration.ofMinutes(1);

  SignedAuditChainBuilder(AuditLog log) {
    this.log = log;
  }

  /**
   * The name of the installation, which begins the name of every log and so is part of every hash:
   * it must not change, and no other installation may have it. 1 to 128 of {@code a-z 0-9 . - _ /}
   * with a letter or digit at both ends, such as {@code audit.example.com/prod}. Required.
   */
  public SignedAuditChainBuilder installation(String name) {
    this.installation = name;
    return this;
  }

  /** The clock that says when an event is recorded and a checkpoint signed. Required. */
  public SignedAuditChainBuilder clock(InstantSource source) {
    this.clock = source;
    return this;
  }

  /** Where the chain gets ids: of itself, one at every start, and of its own events. Required. */
  public SignedAuditChainBuilder ids(IdSource source) {
    this.ids = source;
    return this;
  }

  /**
   * Who signs, all of them each checkpoint: one of Ed25519, one of ML-DSA-44, or, as it should be,
   * one of each. Required.
   *
   * @throws IllegalArgumentException if there is none, or two of a type
   */
  public SignedAuditChainBuilder signers(List<? extends CheckpointSigner> keys) {
    this.signers = List.copyOf(keys);
    return this;
  }

  /**
   * Who signed before, where keys are being rotated. Each log that they signed gets an event that
   * says which keys follow, and a checkpoint just behind it that old and new ones sign together;
   * from then on only the new ones sign. Leave them in until {@link AuditStatus} has been without
   * failures for a round, then take them out. {@link #build} refuses two of a type, and one that is
   * among the signers. Default: none.
   */
  public SignedAuditChainBuilder retiring(List<? extends CheckpointSigner> keys) {
    this.retiring = List.copyOf(keys);
    return this;
  }

  /**
   * What the signers remember of each log, outside of the audited database: {@link FileSignerState}
   * on a single node. Required.
   */
  public SignedAuditChainBuilder state(SignerState memory) {
    this.state = memory;
    return this;
  }

  /**
   * Adds an anchor for the checkpoints of the log of logs. Default: none, and then nobody but the
   * signer's state can tell that the end of the record was cut off.
   *
   * @param every how often at most it gets one; 0 for each that is signed, at most 1 day
   * @throws IllegalArgumentException if the duration is out of range, or another anchor has its
   *     name
   */
  public SignedAuditChainBuilder anchor(CheckpointAnchor anchor, Duration every) {
    requireBetween("an anchor's interval", every, Duration.ZERO, LONGEST_HEARTBEAT);
    if (anchors.stream().anyMatch(other -> other.status().name().equals(anchor.name()))) {
      throw new IllegalArgumentException(
          "two anchors are called " + anchor.name() + "; give each a name of its own");
    }
    anchors.add(new Anchoring(anchor, every, log));
    return this;
  }

  /**
   * Has staged events sequenced by a daemon thread of the chain's own, named {@code
   * hermesx-audit-sequencer}, this long after the first of them. 1 millisecond to 1 minute;
   * default: no thread.
   *
   * @throws IllegalArgumentException if the duration is out of range
   */
  public SignedAuditChainBuilder sequenceWithin(Duration delay) {
    requireBetween("sequenceWithin", delay, SHORTEST, LONGEST);
    this.within = delay;
    return this;
  }

  /**
   * Has rounds run by a daemon thread of the chain's own, named {@code hermesx-audit-checkpoints},
   * with this pause between them: an event is signed about this long after it has its place. The
   * anchors are asked on a second thread, {@code hermesx-audit-anchors}, and always for the newest
   * checkpoint, so one that takes its time delays no signature. Each log that grew in between costs
   * a signature of each signer, about 1.2 milliseconds for both types, some reads of the log and
   * one event in the log of logs. 100 milliseconds to 1 hour; default: no thread.
   *
   * @throws IllegalArgumentException if the duration is out of range
   */
  public SignedAuditChainBuilder checkpointEvery(Duration pause) {
    requireBetween("checkpointEvery", pause, SHORTEST_ROUND, LONGEST_ROUND);
    this.every = pause;
    return this;
  }

  /**
   * How old the last signature of the log of logs becomes, at most, before a round makes another
   * one although nothing happened: whoever watches can tell a quiet record from one that is
   * withheld. 1 second to 1 day; default 1 minute.
   *
   * @throws IllegalArgumentException if the duration is out of range
   */
  public SignedAuditChainBuilder heartbeat(Duration age) {
    requireBetween("heartbeat", age, SHORTEST_HEARTBEAT, LONGEST_HEARTBEAT);
    this.heartbeat = age;
    return this;
  }

  /**
   * Lets events have bodies ({@link AuditEvent.Builder#body}). Default: they must have none.
   *
   * @param keys encrypt them
   * @param random makes a salt for each, such as {@code SystemSources.random()}
   */
  public SignedAuditChainBuilder bodies(DataKeys keys, RandomGenerator random) {
    this.cipher = new AuditBodyCipher(keys, random);
    return this;
  }

  /**
   * Builds the chain. Does no I/O.
   *
   * @throws IllegalArgumentException if the installation name or the signers are not valid
   * @throws IllegalStateException if something required is missing
   */
  public SignedAuditChain build() {
    return new SignedAuditChain(this);
  }

  AuditLog log() {
    return log;
  }

  String installation() {
    return required("installation", installation);
  }

  InstantSource clock() {
    return required("clock", clock);
  }

  IdSource ids() {
    return required("ids", ids);
  }

  SignerState state() {
    return required("state", state);
  }

  SigningKeys keys() {
    return new SigningKeys(required("signers", signers), retiring);
  }

  List<Anchoring> anchors() {
    return List.copyOf(anchors);
  }

  Optional<Duration> within() {
    return Optional.ofNullable(within);
  }

  Optional<Duration> every() {
    return Optional.ofNullable(every);
  }

  Optional<AuditBodyCipher> cipher() {
    return Optional.ofNullable(cipher);
  }

  Duration heartbeat() {
    return heartbeat;
  }

  private static void requireBetween(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " is " + value + ", allowed: " + least + " to " + most);
    }
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException(
          "the audit chain has no " + name + "; call " + name + "(...) before build()");
    }
    return value;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.audit;

import io.hermesx.audit.FileSignerState;
import io.hermesx.audit.SignedAuditChain;
import io.hermesx.audit.SignedAuditChainBuilder;
import io.hermesx.audit.anchor.FileAnchor;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.time.IdSource;
import io.hermesx.examples.service.config.Configuration;
import io.hermesx.examples.service.config.Variable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The signed chain of the service with everything it needs outside of the database. A state or an
 * anchor that is away stops neither the start nor the service: {@link #health} says it.
 */
public final class AuditTrail implements AutoCloseable {

  private static final Duration STAMP_EVERY = Duration.ofMinutes(5);
  private static final Duration HEARTBEAT = Duration.ofMinutes(1);

  private final LateState state;
  private final SignedAuditChain chain;
  private final AuditHealth health;
  private final Path policy;

  private AuditTrail(LateState state, SignedAuditChain chain, AuditHealth health, Path policy) {
    this.state = state;
    this.chain = chain;
    this.health = health;
    this.policy = policy;
  }

  /**
   * Opens the trail over a log, and makes keys and state at the very first start.
   *
   * @throws AuditStartException if keys are missing or damaged, or a path is wrong
   */
  public static AuditTrail open(
      Configuration configuration, AuditLog log, InstantSource clock, IdSource ids) {
    AuditFiles files = AuditFiles.of(configuration);
    boolean wasSigned = log.checkpoints().latest(SignedAuditChain.LOG_OF_LOGS).isPresent();
    String installation = configuration.text(Variable.INSTALLATION);
    AuditKeys keys = AuditKeys.open(files, installation, wasSigned);
    if (configuration.truth(Variable.AUDIT_NEW_STATE)) {
      FileSignerState.create(files.state()).close();
    }
    LateState state = new LateState(files.state());
    Duration pause = configuration.seconds(Variable.AUDIT_CHECKPOINT_SECONDS);
    SignedAuditChainBuilder builder =
        SignedAuditChain.builder(log)
            .installation(installation)
            .clock(clock)
            .ids(ids)
            .signers(keys.current())
            .retiring(keys.retiring())
            .state(state)
            .anchor(FileAnchor.of(files.anchor()), Duration.ZERO)
            .sequenceWithin(Duration.ofMillis(100))
            .heartbeat(HEARTBEAT)
            .checkpointEvery(pause);
    TimestampSetting.find(configuration).ifPresent(stamps -> builder.anchor(stamps, STAMP_EVERY));
    WitnessSetting.find(configuration).forEach(witness -> builder.anchor(witness, HEARTBEAT));
    SignedAuditChain chain = builder.build();
    Duration late = HEARTBEAT.multipliedBy(2).plus(pause.multipliedBy(3));
    return new AuditTrail(
        state,
        chain,
        new AuditHealth(chain::status, clock, late, late.plus(STAMP_EVERY)),
        files.policy());
  }

  /** The chain. */
  public SignedAuditChain chain() {
    return chain;
  }

  /** How the trail is. */
  public AuditHealth health() {
    return health;
  }

  /** The file with the public keys, for those who verify. */
  public Path policy() {
    return policy;
  }

  /** Sequences, signs and anchors what is left. */
  @Override
  public void close() {
    try {
      chain.close();
    } finally {
      state.close();
    }
  }
}

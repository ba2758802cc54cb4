// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hermesx.audit.note.CheckpointSigner;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.audit.verifier.BundleVerifier;
import io.hermesx.audit.verifier.BundleWriter;
import io.hermesx.audit.verifier.Outcome;
import io.hermesx.audit.verifier.VerificationReport;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that follow others without those handing over do not sign. */
class DroppedKeysTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId FRESH = TenantId.named("fresh");
  private static final TenantId LOG_OF_LOGS = SignedAuditChain.LOG_OF_LOGS;
  private static final String INSTALLATION = "audit.example.com/test";

  private final TestIds ids = TestIds.create();
  private final MutableClock clock = MutableClock.create();
  private final MemoryAuditLog log = new MemoryAuditLog();
  private final SignerState state = new MemorySignerState();
  private final TestKeys first = TestKeys.of(1);
  private final TestKeys second = TestKeys.of(2);
  private final TestKeys third = TestKeys.of(3);
  private final SignedAuditChain before = chain(first.signers(), List.of());

  private SignedAuditChain chain(List<CheckpointSigner> signers, List<CheckpointSigner> retiring) {
    return chain(state, signers, retiring);
  }

  private SignedAuditChain chain(
      SignerState memory, List<CheckpointSigner> signers, List<CheckpointSigner> retiring) {
    return SignedAuditChain.builder(log)
        .installation(INSTALLATION)
        .clock(clock)
        .ids(ids)
        .signers(signers)
        .retiring(retiring)
        .state(memory)
        .build();
  }

  private void append(SignedAuditChain chain, TenantId tenant) {
    chain.append(
        chain.prepare(AuditEvent.builder(tenant, "test", ids.next(), clock.instant()).build()));
  }

  private SignedCheckpoint stored(TenantId tenant) {
    return SignedCheckpoint.parse(log.checkpoints().latest(tenant).orElseThrow().note());
  }

  private static String origin(TenantId tenant) {
    return INSTALLATION + "/" + tenant;
  }

  private static String failure(SignedAuditChain chain, TenantId tenant) {
    return chain.status().failures().stream()
        .filter(failure -> failure.log().equals(origin(tenant)))
        .map(AuditStatus.Failure::reason)
        .findFirst()
        .orElse("none");
  }

  private boolean isSigned(TenantId tenant, TestKeys keys) {
    return new TrustPolicy(List.of(keys.generation())).check(stored(tenant)).isSignedBy(0);
  }

  @BeforeEach
  void sign() {
    append(before, ACME);
    before.checkpoint();
  }

  /** Whatever was refused, nothing is left that looks like tampering. */
  @AfterEach
  void verify() {
    List<TenantId> tenants =
        Stream.of(LOG_OF_LOGS, ACME, FRESH).filter(log -> this.log.head(log).isPresent()).toList();
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    new BundleWriter(log, INSTALLATION, bundle).write(tenants);
    VerificationReport report =
        BundleVerifier.builder()
            .policy(
                new TrustPolicy(
                    List.of(first.generation(), second.generation(), third.generation())))
            .build()
            .verify(new ByteArrayInputStream(bundle.toByteArray()));
    assertThat(report.outcome()).as("%s", report.findings()).isIn(Outcome.OK, Outcome.INCOMPLETE);
  }

  @Test
  void checkpoint_keysDroppedWithoutRotation_isRefusedNamesThemAndStopsNobody() {
    SignedCheckpoint signed = stored(ACME);
    SignedCheckpoint signedList = stored(LOG_OF_LOGS);
    SignedAuditChain after = chain(second.signers(), List.of());
    append(after, ACME);
    clock.advance(Duration.ofMinutes(2));

    assertThat(after.checkpoint()).isZero();

    assertThat(failure(after, ACME))
        .contains(first.ed25519().key().toString(), first.mlDsa44().key().toString())
        .contains(second.ed25519().key().toString(), second.mlDsa44().key().toString())
        .contains("retiring");
    assertThat(failure(after, LOG_OF_LOGS)).contains(first.ed25519().key().toString());
    assertThat(after.status().isCurrent(clock.instant(), Duration.ofDays(1))).isFalse();
    assertThat(stored(ACME)).isEqualTo(signed);
    assertThat(stored(LOG_OF_LOGS)).isEqualTo(signedList);
    assertThat(log.head(ACME).orElseThrow().size()).as("appending goes on").isEqualTo(2);
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> after.checkpoint(ACME))
        .withMessageContaining(first.ed25519().key().toString());
  }

  @Test
  void checkpoint_onlyOneOfTwoKeysReplaced_isRefused() {
    SignedAuditChain after = chain(List.of(first.ed25519(), second.mlDsa44()), List.of());
    append(after, ACME);
    after.checkpoint();

    assertThat(failure(after, ACME)).contains(first.mlDsa44().key().toString());
    assertThat(stored(ACME).checkpoint().size()).isEqualTo(1);
  }

  /** Who owns the database can delete or forge what is stored: it is asked for names at most. */
  @Test
  void checkpoint_keysDroppedAndStoredCheckpointsGone_isRefusedAllTheSame() {
    MemoryAuditLog copy = new MemoryAuditLog();
    SignedAuditChain other =
        SignedAuditChain.builder(copy)
            .installation(INSTALLATION)
            .clock(clock)
            .ids(ids)
            .signers(second.signers())
            .state(state)
            .build();
    append(other, ACME);
    other.checkpoint();

    assertThat(failure(other, ACME)).contains("trust policy", "retiring");
    assertThat(copy.checkpoints().latest(ACME)).isEmpty();
  }

  /** A start with the wrong keys that is undone must leave no log that the right ones miss. */
  @Test
  void checkpoint_newLogWhileTheKeysAreWrong_isBegunByNobodyUntilTheyAreRight() {
    SignedAuditChain after = chain(second.signers(), List.of());
    append(after, FRESH);
    after.checkpoint();
    assertThat(failure(after, FRESH)).contains(first.ed25519().key().toString());

    SignedAuditChain again = chain(first.signers(), List.of());
    again.checkpoint();

    assertThat(again.status().failures()).isEmpty();
    assertThat(isSigned(FRESH, first)).isTrue();
  }

  @Test
  void checkpoint_rotatedWithBothAfterwards_goesOn() {
    append(chain(second.signers(), List.of()), ACME);
    chain(second.signers(), List.of()).checkpoint();
    SignedAuditChain rotating = chain(second.signers(), first.signers());
    rotating.checkpoint();
    SignedAuditChain after = chain(second.signers(), List.of());
    append(after, ACME);
    after.checkpoint();

    assertThat(rotating.status().failures()).isEmpty();
    assertThat(after.status().failures()).isEmpty();
    assertThat(stored(ACME).checkpoint().size()).isEqualTo(4);
    assertThat(isSigned(ACME, second)).isTrue();
  }

  @Test
  void checkpoint_otherKeysRetiringThanThoseThatSigned_isRefused() {
    SignedAuditChain wrong = chain(second.signers(), third.signers());
    append(wrong, ACME);
    wrong.checkpoint();

    assertThat(failure(wrong, ACME)).contains(first.ed25519().key().toString());
    assertThat(stored(ACME).checkpoint().size()).isEqualTo(1);
    assertThat(log.head(ACME).orElseThrow().size()).as("nothing is announced").isEqualTo(2);
  }

  @Test
  void checkpoint_oldKeysAfterTheyRetired_isRefused() {
    chain(second.signers(), first.signers()).checkpoint();
    append(before, ACME);
    before.checkpoint();

    assertThat(failure(before, ACME)).contains(second.ed25519().key().toString());
    assertThat(isSigned(ACME, first)).as("what both signed").isTrue();
    assertThat(isSigned(ACME, second)).isTrue();
  }

  @Test
  void checkpoint_oldKeysTakenOutBeforeTheRotationWasFinished_isRefusedUntilTheyAreBack() {
    AtomicInteger calls = new AtomicInteger(Integer.MIN_VALUE);
    SignerState stopping =
        new ForwardingSignerState(state) {
          @Override
          public List<SignerRefusal> advance(List<SignerMove> moves) {
            if (calls.getAndIncrement() == 1) {
              throw new SignerStateException("the process ends here");
            }
            return super.advance(moves);
          }
        };
    for (int call = 0; call < 2; call++) {
      calls.set(1 - call); // ends in the first call that rotates, then in the one behind it
      chain(stopping, second.signers(), first.signers()).checkpoint();
    }
    SignedAuditChain early = chain(second.signers(), List.of());
    append(early, ACME);
    early.checkpoint();
    assertThat(failure(early, ACME)).contains("retiring");

    SignedAuditChain back = chain(second.signers(), first.signers());
    back.checkpoint();
    assertThat(back.status().failures()).isEmpty();
    SignedAuditChain after = chain(second.signers(), List.of());
    append(after, ACME);
    after.checkpoint();

    assertThat(after.status().failures()).isEmpty();
    assertThat(isSigned(ACME, second)).isTrue();
    assertThat(
            log.read(ACME, 0, 100).stream()
                .filter(
                    entry ->
                        new String(entry.header(), java.nio.charset.StandardCharsets.UTF_8)
                            .contains("audit.key.rotated"))
                .count())
        .isEqualTo(1);
  }

  /** What no keys are remembered of was signed by a version that did not, or by nobody. */
  @Test
  void checkpoint_stateThatRemembersNoKeys_learnsThem() {
    SignerState old = new MemorySignerState();
    state
        .find(origin(ACME))
        .ifPresent(c -> old.advance(List.of(new SignerMove(Optional.empty(), c))));
    SignedAuditChain learning = chain(old, first.signers(), List.of());
    append(learning, ACME);
    learning.checkpoint();
    SignedAuditChain after = chain(old, second.signers(), List.of());
    append(after, ACME);
    after.checkpoint();

    assertThat(stored(ACME).checkpoint().size()).isEqualTo(2);
    assertThat(failure(after, ACME)).contains(first.ed25519().key().toString());
  }
}

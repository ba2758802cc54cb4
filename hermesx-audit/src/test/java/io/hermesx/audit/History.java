// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.anchor.FileAnchor;
import io.hermesx.audit.anchor.StampDesk;
import io.hermesx.audit.note.CheckpointSigner;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.audit.verifier.BundleVerifier;
import io.hermesx.audit.verifier.BundleWriter;
import io.hermesx.audit.verifier.Outcome;
import io.hermesx.audit.verifier.VerificationReport;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.audit.format.HeaderFormat;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What really happened to the logs of one installation, to be exported and verified. */
public final class History {

  public static final TenantId ACME = TenantId.named("acme");
  public static final TenantId OTHER = TenantId.named("other");
  public static final String INSTALLATION = "audit.example.com/test";
  private static final List<TenantId> ALL =
      List.of(SignedAuditChain.LOG_OF_LOGS, ACME, OTHER, TenantId.named("third"));
  private static final List<TestKeys> KEYS = IntStream.range(1, 5).mapToObj(TestKeys::of).toList();

  private final AuditLog log;
  private final Path anchors;
  private final SignerState state = new MemorySignerState();
  private final MutableClock clock = MutableClock.create();
  private final TestIds ids = TestIds.create();
  private @Nullable StampDesk desk;

  /**
   * @param anchors where the file anchor writes
   */
  public History(AuditLog log, Path anchors) {
    this.log = log;
    this.anchors = anchors;
  }

  /** The keys of a generation, from 0 to 3. */
  public List<CheckpointSigner> keys(int generation) {
    return KEYS.get(generation).signers();
  }

  /** What all processes remember together. */
  SignerState state() {
    return state;
  }

  public MutableClock clock() {
    return clock;
  }

  /** A process with the keys of a generation, and with a file as its anchor. */
  public SignedAuditChainBuilder process(AuditLog on, int generation) {
    return processWithoutAnchor(on, generation).anchor(file(), Duration.ZERO);
  }

  public SignedAuditChainBuilder processWithoutAnchor(AuditLog on, int generation) {
    return SignedAuditChain.builder(on)
        .installation(INSTALLATION)
        .clock(clock)
        .ids(ids)
        .signers(keys(generation))
        .state(state);
  }

  public CheckpointAnchor file() {
    return FileAnchor.of(anchors);
  }

  /** A time-stamp authority, which the verification trusts from here on. */
  public CheckpointAnchor authority(Runnable whileItStamps) {
    StampDesk open = desk == null ? open() : desk;
    desk = open;
    return new CheckpointAnchor() {
      @Override
      public String name() {
        return "authority";
      }

      @Override
      public byte[] anchor(byte[] checkpoint, ConsistencyProofs log) {
        whileItStamps.run();
        try {
          return open.token(checkpoint);
        } catch (Exception e) {
          throw new AnchorException("no token", e);
        }
      }
    };
  }

  private static StampDesk open() {
    try {
      return StampDesk.open();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public PreparedEvent event(SignedAuditChain chain, TenantId tenant) {
    return chain.prepare(AuditEvent.builder(tenant, "test", ids.next(), clock.instant()).build());
  }

  public void append(SignedAuditChain chain, TenantId tenant) {
    chain.append(event(chain, tenant));
  }

  /** The generation whose key a log says it was begun with; empty if it names none. */
  public Optional<Integer> begunWith(TenantId tenant) {
    HeaderView first = HeaderView.header(log.read(tenant, 0, 1).get(0).header());
    AuditOrigin origin = AuditOrigin.of(INSTALLATION, tenant);
    long created = first.whole(HeaderFormat.RECORDED_AT);
    return IntStream.range(0, KEYS.size())
        .boxed()
        .filter(
            i ->
                first
                    .text(HeaderFormat.PREVIOUS)
                    .equals(
                        Base64Digest.of(
                            origin.genesis(created, KEYS.get(i).ed25519().key().format()))))
        .findFirst();
  }

  /** Exports all logs and verifies that, trusting the generations up to this one. */
  public VerificationReport verify(int lastGeneration) {
    return verify(log, lastGeneration);
  }

  /** Exports what a log says and verifies that. */
  public VerificationReport verify(AuditLog exported, int lastGeneration) {
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    new BundleWriter(exported, INSTALLATION, bundle).writeAll(this::written);
    return verify(bundle.toByteArray(), lastGeneration);
  }

  /** Verifies a bundle. */
  public VerificationReport verify(byte[] bundle, int lastGeneration) {
    TrustPolicy policy =
        new TrustPolicy(
            KEYS.subList(0, lastGeneration + 1).stream().map(TestKeys::generation).toList());
    BundleVerifier.Builder verifier = BundleVerifier.builder().policy(policy);
    if (anchors.toFile().exists()) {
      verifier.anchors(anchors);
    }
    Optional.ofNullable(desk).ifPresent(open -> verifier.timestamps(open.verifier()));
    return verifier.build().verify(new ByteArrayInputStream(bundle));
  }

  /** Whose logs there are. */
  public List<TenantId> written() {
    return ALL.stream().filter(tenant -> log.head(tenant).isPresent()).toList();
  }

  /** Whoever verifies it finds nothing wrong, and nothing missing. */
  public void assertVerifies(int lastGeneration) {
    VerificationReport report = verify(lastGeneration);
    assertThat(report.findings()).isEmpty();
    assertThat(report.outcome()).isEqualTo(Outcome.OK);
  }
}

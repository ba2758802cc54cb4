// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hermesx.audit.verifier.LogReport;
import io.hermesx.audit.verifier.VerificationReport;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ForwardingAuditLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody did anything wrong in, whoever verifies it finds nothing wrong with. */
class HonestHistoriesTest {

  private static final TenantId ACME = History.ACME;
  private static final TenantId OTHER = History.OTHER;
  private static final Runnable NOTHING = HonestHistoriesTest::doNothing;

  @TempDir Path folder;

  private final MemoryAuditLog log = new MemoryAuditLog();
  private History history;

  @BeforeEach
  void begin() {
    history = new History(log, folder.resolve("anchors"));
  }

  private static void doNothing() {}

  private SignedAuditChain process(int generation) {
    return history.process(log, generation).build();
  }

  private SignedAuditChain rotating(AuditLog on, int generation) {
    return history.process(on, generation).retiring(history.keys(generation - 1)).build();
  }

  @Test
  void commitThatComesWhileItIsTriedAgain_verifies() {
    LateCommits late = new LateCommits(log);
    SignedAuditChain chain = history.process(late, 0).build();
    history.append(chain, ACME);
    history.append(chain, ACME);
    late.breakOff();
    PreparedEvent event = history.event(chain, ACME);
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> chain.append(event));
    chain.append(event);
    history.append(chain, ACME);
    chain.checkpoint();

    assertThat(log.head(ACME).orElseThrow().size()).isEqualTo(4);
    history.assertVerifies(0);
  }

  @Test
  void keysRotatedBeforeALogWasFirstSigned_verifies() {
    SignedAuditChain first = process(0);
    history.append(first, ACME);
    first.checkpoint();
    first.checkpoint();
    history.append(first, OTHER); // and the service stops before the next round

    SignedAuditChain second = rotating(log, 1);
    second.checkpoint();
    second.checkpoint();

    assertThat(second.status().failures()).isEmpty();
    history.assertVerifies(1);
  }

  /** A process with the old keys goes on beside the new one until that has taken over. */
  @Test
  void logBegunWithOldKeysAfterTheRotation_isSignedOnceTheyHandOver() {
    SignedAuditChain first = process(0);
    history.append(first, ACME);
    first.checkpoint();
    first.checkpoint();
    rotating(log, 1).checkpoint();
    history.append(first, OTHER);

    SignedAuditChain second = process(1);
    second.checkpoint();
    assertThat(second.status().failures())
        .extracting(AuditStatus.Failure::log, AuditStatus.Failure::reason)
        .anySatisfy(
            failure ->
                assertThat(failure.toList().toString())
                    .contains(OTHER.toString(), "begun with other keys", "retiring"));
    SignedAuditChain again = rotating(log, 1);
    again.checkpoint();
    again.checkpoint();

    assertThat(again.status().failures()).isEmpty();
    history.assertVerifies(1);
  }

  @Test
  void twoProcessesThatRotateAtTheSameTime_verifies() {
    SignedAuditChain first = process(0);
    history.append(first, ACME);
    first.checkpoint();
    Before before = new Before(log, "audit.key.rotated");
    SignedAuditChain one = rotating(before, 1);
    SignedAuditChain two = rotating(log, 1);
    before.run(two::checkpoint);
    one.checkpoint();
    for (int i = 0; i < 3; i++) {
      history.clock().advance(Duration.ofMinutes(1));
      one.checkpoint();
      two.checkpoint();
    }

    assertThat(before.hasRun()).isTrue();
    assertThat(one.status().failures()).isEmpty();
    assertThat(two.status().failures()).isEmpty();
    history.assertVerifies(1);
  }

  /** It must not sign what is behind the event that says that its keys retire. */
  @Test
  void processWithTheOldKeysSignsWhileTheNewOnesTakeOver_verifies() {
    SignedAuditChain first = process(0);
    history.append(first, ACME);
    first.checkpoint();
    AtomicReference<Runnable> afterwards = new AtomicReference<>(NOTHING);
    AuditLog announced =
        new ForwardingAuditLog(log) {
          @Override
          public List<AppendResult> append(List<AuditAppend> appends) {
            List<AppendResult> results = super.append(appends);
            if (text(appends).contains("audit.key.rotated")) {
              afterwards.getAndSet(NOTHING).run();
            }
            return results;
          }
        };
    afterwards.set(
        () -> {
          history.append(first, ACME);
          first.checkpoint();
        });
    SignedAuditChain second = rotating(announced, 1);
    second.checkpoint();
    second.checkpoint();

    assertThat(second.status().failures()).isEmpty();
    history.assertVerifies(1);
  }

  @Test
  void quietServiceWithAFileAndAnAuthority_verifies() {
    SignedAuditChain chain =
        history.process(log, 0).anchor(history.authority(NOTHING), Duration.ofMinutes(10)).build();
    history.append(chain, ACME);
    chain.checkpoint();
    history.assertVerifies(0);
    history.clock().advance(Duration.ofMinutes(3));
    history.append(chain, ACME);
    chain.checkpoint();
    for (int i = 0; i < 9; i++) {
      history.clock().advance(Duration.ofMinutes(1));
      chain.checkpoint();
    }

    assertThat(chain.status().anchors()).allMatch(anchor -> anchor.failure().isEmpty());
    assertThat(log.checkpoints().anchors(SignedAuditChain.LOG_OF_LOGS, 2, 10))
        .as("the authority's of the second size too")
        .hasSize(2);
    history.assertVerifies(0);
  }

  @Test
  void anotherProcessSignsTheSameSizeWhileTheAuthorityStamps_verifies() {
    stampWhile(false);
  }

  @Test
  void anotherProcessSignsALargerSizeWhileTheAuthorityStamps_verifies() {
    stampWhile(true);
  }

  private void stampWhile(boolean grows) {
    SignedAuditChain other = history.processWithoutAnchor(log, 0).build();
    AtomicBoolean races = new AtomicBoolean(true);
    CheckpointAnchor slow =
        history.authority(
            () -> {
              history.clock().advance(Duration.ofSeconds(2));
              if (races.get() && grows) {
                history.append(other, ACME);
              }
              if (races.get()) {
                other.checkpoint();
              }
            });
    SignedAuditChain chain =
        history.processWithoutAnchor(log, 0).anchor(slow, Duration.ZERO).build();
    history.append(chain, ACME);
    chain.checkpoint();
    assertThat(history.verify(0).outcome().name()).isNotEqualTo("TAMPERED");
    assertThat(chain.status().anchors()).allMatch(anchor -> anchor.failure().isPresent());

    races.set(false);
    history.clock().advance(Duration.ofMinutes(2));
    chain.checkpoint();
    assertThat(chain.status().anchors()).allMatch(anchor -> anchor.failure().isEmpty());
    history.assertVerifies(0);
  }

  @Test
  void startWithWrongKeysThatIsUndone_verifies() {
    SignedAuditChain right = process(0);
    history.append(right, ACME);
    right.checkpoint();
    SignedAuditChain wrong = history.processWithoutAnchor(log, 3).build();
    history.append(wrong, OTHER);
    wrong.checkpoint();
    assertThat(wrong.status().failures()).isNotEmpty();

    SignedAuditChain again = process(0);
    again.checkpoint();

    assertThat(again.status().failures()).isEmpty();
    history.assertVerifies(0);
  }

  /** The first round of the new keys did not come: nothing was handed over. */
  @Test
  void startWithNewKeysThatIsUndone_verifies() {
    SignedAuditChain first = process(0);
    history.append(first, ACME);
    first.checkpoint();
    history.append(rotating(log, 1), OTHER);

    SignedAuditChain again = process(0);
    again.checkpoint();

    assertThat(again.status().failures()).isEmpty();
    history.assertVerifies(1);
  }

  @Test
  void logBegunOnceTheKeysAreKnown_namesThem() {
    SignedAuditChain chain = process(0);
    history.append(chain, ACME);
    chain.checkpoint();
    chain.checkpoint();
    history.append(chain, OTHER);
    chain.checkpoint();

    history.assertVerifies(0);
    assertThat(history.begunWith(ACME)).isEmpty();
    assertThat(history.begunWith(OTHER)).contains(0);
  }

  @Test
  void roundWhileTheBundleIsWritten_leavesWhatWasSigned() {
    SignedAuditChain chain = process(0);
    history.append(chain, ACME);
    chain.checkpoint();
    AtomicReference<Runnable> meanwhile =
        new AtomicReference<>(
            () -> {
              history.append(chain, ACME);
              chain.checkpoint();
            });
    AuditLog growing =
        new ForwardingAuditLog(log) {
          @Override
          public Map<TenantId, AuditHead> heads(Collection<TenantId> tenants) {
            Map<TenantId, AuditHead> heads = super.heads(tenants);
            if (tenants.contains(ACME)) {
              meanwhile.getAndSet(NOTHING).run();
            }
            return heads;
          }
        };

    VerificationReport report = history.verify(growing, 0);

    assertThat(meanwhile.get()).isSameAs(NOTHING);
    assertThat(report.logs()).extracting(LogReport::signedTo).containsOnly(1L);
  }

  static String text(List<AuditAppend> appends) {
    StringBuilder text = new StringBuilder();
    for (AuditAppend append : appends) {
      append
          .entries()
          .forEach(entry -> text.append(new String(entry.header(), StandardCharsets.US_ASCII)));
    }
    return text.toString();
  }

  /** Something happens just before an event of a type goes to the log. */
  private static final class Before extends ForwardingAuditLog {

    private final String type;
    private final AtomicReference<Runnable> next = new AtomicReference<>(NOTHING);

    Before(AuditLog log, String type) {
      super(log);
      this.type = type;
    }

    void run(Runnable step) {
      next.set(step);
    }

    boolean hasRun() {
      return next.get() == NOTHING;
    }

    @Override
    public List<AppendResult> append(List<AuditAppend> appends) {
      if (text(appends).contains(type)) {
        next.getAndSet(NOTHING).run();
      }
      return super.append(appends);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditCheckpoint.Keep;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link CheckpointLog} does. It takes notes and receipts for opaque octets. */
public abstract class CheckpointLogContract {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

  private final TestIds ids = TestIds.create();
  private AuditLog log;
  private CheckpointLog checkpoints;

  /** For subclasses. */
  protected CheckpointLogContract() {}

  /** Returns a log without events. */
  protected abstract AuditLog newLog();

  @BeforeEach
  void open() {
    log = newLog();
    checkpoints = log.checkpoints();
  }

  private void append(TenantId tenant) {
    MerkleFrontier frontier =
        log.head(tenant).map(AuditHead::frontier).orElse(MerkleFrontier.EMPTY);
    byte[] header = (tenant + "/" + frontier.size()).getBytes(US_ASCII);
    AuditEntry entry = new AuditEntry(frontier.size(), ids.next(), header, Sha256.raw(header));
    MerkleFrontier next = frontier.append(entry.leaf());
    AuditHead head =
        new AuditHead(
            "contract/" + tenant, next.size(), entry.leaf(), next, START.plusSeconds(next.size()));
    log.append(
        List.of(
            new AuditAppend(tenant, frontier.size(), List.of(entry), List.of(), List.of(), head)));
  }

  private static AuditCheckpoint checkpoint(long size, Keep keep) {
    return new AuditCheckpoint(size, ("note " + size).getBytes(US_ASCII), keep);
  }

  private static AuditAnchor anchor(long size, String name) {
    return new AuditAnchor(size, name, ("receipt of " + name).getBytes(US_ASCII));
  }

  private boolean anchored(TenantId tenant, AuditAnchor anchor) {
    return checkpoints.anchored(tenant, anchor, checkpoint(anchor.size(), Keep.UNTIL_NEXT).note());
  }

  private void keep(TenantId tenant, AuditCheckpoint checkpoint) {
    checkpoints.keep(Map.of(tenant, checkpoint));
  }

  @Test
  void latest_logWithoutCheckpoint_isEmpty() {
    append(ACME);

    assertThat(checkpoints.latest(ACME)).isEmpty();
    assertThat(checkpoints.read(ACME, 0, 10)).isEmpty();
    assertThat(checkpoints.anchors(ACME, 0, 10)).isEmpty();
  }

  @Test
  void behind_logsThatGrowAndAreSigned_areThoseBeyondTheirCheckpointOldestFirst() {
    assertThat(checkpoints.behind(10)).isEmpty();
    append(ACME);
    append(OTHER);
    assertThat(checkpoints.behind(10)).containsExactlyInAnyOrder(ACME, OTHER);

    keep(ACME, checkpoint(1, Keep.UNTIL_NEXT));
    assertThat(checkpoints.behind(10)).containsExactly(OTHER);
    keep(OTHER, checkpoint(1, Keep.UNTIL_NEXT));
    assertThat(checkpoints.behind(10)).isEmpty();

    append(OTHER);
    append(ACME);
    assertThat(checkpoints.behind(10)).containsExactly(ACME, OTHER);
    assertThat(checkpoints.behind(1)).containsExactly(ACME);
  }

  /** Such a one is forged: it hides no log, and no log that is really behind. */
  @Test
  void behind_checkpointBeyondTheLog_comesLast() {
    append(ACME);
    append(OTHER);
    keep(ACME, checkpoint(Long.MAX_VALUE, Keep.ALWAYS));
    keep(OTHER, checkpoint(1, Keep.UNTIL_NEXT));
    assertThat(checkpoints.behind(10)).containsExactly(ACME);

    append(OTHER);
    assertThat(checkpoints.behind(10)).containsExactly(OTHER, ACME);
    assertThat(checkpoints.behind(1)).containsExactly(OTHER);
  }

  @Test
  void keep_checkpointsThatGiveWayToOthers_areTold() {
    assertThat(checkpoints.keep(Map.of(ACME, checkpoint(5, Keep.UNTIL_NEXT)))).isEmpty();
    assertThat(checkpoints.keep(Map.of(ACME, checkpoint(6, Keep.ALWAYS)))).isEmpty();
    assertThat(checkpoints.keep(Map.of(OTHER, checkpoint(9, Keep.UNTIL_NEXT)))).isEmpty();
    AuditCheckpoint again = new AuditCheckpoint(9, new byte[] {1}, Keep.UNTIL_NEXT);

    assertThat(checkpoints.keep(Map.of(ACME, checkpoint(5, Keep.ALWAYS), OTHER, again)))
        .containsExactly(ACME);
    assertThat(checkpoints.keep(Map.of(ACME, new AuditCheckpoint(6, new byte[] {1}, Keep.ALWAYS))))
        .containsExactly(ACME);
    assertThat(checkpoints.latest(OTHER)).contains(again);
  }

  @Test
  void keep_checkpointUntilTheNext_goesWithTheNext() {
    keep(ACME, checkpoint(1, Keep.UNTIL_NEXT));
    keep(ACME, checkpoint(2, Keep.ALWAYS));
    keep(ACME, checkpoint(3, Keep.UNTIL_NEXT));
    keep(ACME, checkpoint(5, Keep.UNTIL_NEXT));

    assertThat(checkpoints.read(ACME, 0, 10))
        .containsExactly(checkpoint(2, Keep.ALWAYS), checkpoint(5, Keep.UNTIL_NEXT));
    assertThat(checkpoints.latest(ACME)).contains(checkpoint(5, Keep.UNTIL_NEXT));
    assertThat(checkpoints.read(ACME, 3, 10)).containsExactly(checkpoint(5, Keep.UNTIL_NEXT));
    assertThat(checkpoints.read(ACME, 0, 1)).containsExactly(checkpoint(2, Keep.ALWAYS));
    assertThat(checkpoints.read(OTHER, 0, 10)).isEmpty();
  }

  @Test
  void keep_checkpointThatIsNotLater_isDroppedOrTakesThePlace() {
    keep(ACME, checkpoint(5, Keep.UNTIL_NEXT));
    keep(ACME, checkpoint(4, Keep.ALWAYS));
    assertThat(checkpoints.read(ACME, 0, 10)).containsExactly(checkpoint(5, Keep.UNTIL_NEXT));

    AuditCheckpoint again = new AuditCheckpoint(5, new byte[] {1}, Keep.ALWAYS);
    keep(ACME, again);
    assertThat(checkpoints.read(ACME, 0, 10)).containsExactly(again);
  }

  /** What both keys signed, or an anchor has, must not give way to a later signature. */
  @Test
  void keep_anotherOfTheSizeOfOneThatStays_isDropped() {
    keep(ACME, checkpoint(5, Keep.ALWAYS));
    keep(ACME, new AuditCheckpoint(5, new byte[] {1}, Keep.ALWAYS));
    assertThat(checkpoints.read(ACME, 0, 10)).containsExactly(checkpoint(5, Keep.ALWAYS));

    keep(OTHER, checkpoint(5, Keep.UNTIL_NEXT));
    assertThat(anchored(OTHER, anchor(5, "file"))).isTrue();
    keep(OTHER, new AuditCheckpoint(5, new byte[] {1}, Keep.UNTIL_NEXT));
    assertThat(checkpoints.read(OTHER, 0, 10)).containsExactly(checkpoint(5, Keep.UNTIL_NEXT));
  }

  @Test
  void keep_checkpointsOfSeveralLogs_areKeptTogether() {
    checkpoints.keep(
        Map.of(ACME, checkpoint(3, Keep.UNTIL_NEXT), OTHER, checkpoint(7, Keep.ALWAYS)));

    assertThat(checkpoints.latest(ACME)).contains(checkpoint(3, Keep.UNTIL_NEXT));
    assertThat(checkpoints.latest(OTHER)).contains(checkpoint(7, Keep.ALWAYS));
  }

  @Test
  void anchored_checkpoint_isKeptAsLongAsTheLog() {
    keep(ACME, checkpoint(1, Keep.UNTIL_NEXT));
    assertThat(anchored(ACME, anchor(1, "tsa"))).isTrue();
    assertThat(anchored(ACME, anchor(1, "file"))).isTrue();
    keep(ACME, checkpoint(2, Keep.UNTIL_NEXT));

    assertThat(checkpoints.read(ACME, 0, 10)).extracting(AuditCheckpoint::size).contains(1L, 2L);
    assertThat(checkpoints.anchors(ACME, 0, 10))
        .containsExactly(anchor(1, "file"), anchor(1, "tsa"));
    assertThat(checkpoints.anchors(ACME, 0, 1)).containsExactly(anchor(1, "file"));
    assertThat(checkpoints.anchors(ACME, 2, 10)).isEmpty();
    assertThat(checkpoints.anchors(OTHER, 0, 10)).isEmpty();
  }

  /** Of a log that does not grow an anchor gives a newer receipt, and what it gave stays. */
  @Test
  void anchored_sameSizeAgain_keepsEveryReceiptInItsOrderAndEqualOnesOnce() {
    keep(ACME, checkpoint(1, Keep.UNTIL_NEXT));
    keep(OTHER, checkpoint(1, Keep.UNTIL_NEXT));
    for (int receipt : List.of(9, 2, 9, 5, 2)) {
      AuditAnchor stamp = new AuditAnchor(1, "tsa", new byte[] {(byte) receipt});
      assertThat(anchored(ACME, stamp)).isTrue();
      assertThat(anchored(ACME, anchor(1, "file"))).isTrue();
      assertThat(anchored(OTHER, stamp)).isTrue();
    }

    assertThat(checkpoints.anchors(ACME, 1, 10))
        .containsExactly(
            anchor(1, "file"),
            new AuditAnchor(1, "tsa", new byte[] {9}),
            new AuditAnchor(1, "tsa", new byte[] {2}),
            new AuditAnchor(1, "tsa", new byte[] {5}));
    assertThat(checkpoints.anchors(OTHER, 1, 10)).hasSize(3);
  }

  @Test
  void anchors_afterSomeOfASize_areThoseThatFollow() {
    keep(ACME, checkpoint(1, Keep.UNTIL_NEXT));
    for (byte i = 1; i <= 4; i++) {
      assertThat(anchored(ACME, new AuditAnchor(1, "tsa", new byte[] {i}))).isTrue();
    }
    keep(ACME, checkpoint(2, Keep.UNTIL_NEXT));
    assertThat(anchored(ACME, anchor(2, "file"))).isTrue();

    assertThat(checkpoints.anchors(ACME, 0, 3, 1))
        .containsExactly(new AuditAnchor(1, "tsa", new byte[] {4}));
    assertThat(checkpoints.anchors(ACME, 1, 4, 10)).containsExactly(anchor(2, "file"));
    assertThat(checkpoints.anchors(ACME, 2, 1, 10)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> checkpoints.anchors(ACME, 0, -1, 1));
  }

  @Test
  void anchored_withoutSuchACheckpoint_isNotKept() {
    keep(ACME, checkpoint(1, Keep.UNTIL_NEXT));

    assertThat(anchored(ACME, anchor(2, "file"))).isFalse();
    assertThat(checkpoints.anchors(ACME, 0, 10)).isEmpty();
  }

  /** Two of one size can differ in when they were signed: a receipt is for one of them. */
  @Test
  void anchored_anotherNoteOfThatSize_isNotKept() {
    keep(ACME, new AuditCheckpoint(1, new byte[] {1}, Keep.UNTIL_NEXT));

    assertThat(anchored(ACME, anchor(1, "file"))).isFalse();
    assertThat(checkpoints.anchors(ACME, 0, 10)).isEmpty();
    keep(ACME, checkpoint(1, Keep.UNTIL_NEXT));
    assertThat(anchored(ACME, anchor(1, "file"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 10_001, Integer.MAX_VALUE})
  void limit_outOfRange_isRefused(int limit) {
    assertThatIllegalArgumentException().isThrownBy(() -> checkpoints.behind(limit));
    assertThatIllegalArgumentException().isThrownBy(() -> checkpoints.read(ACME, 0, limit));
    assertThatIllegalArgumentException().isThrownBy(() -> checkpoints.anchors(ACME, 0, limit));
  }

  @Test
  void read_fromANegativeSize_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> checkpoints.read(ACME, -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> checkpoints.anchors(ACME, -1, 1));
  }
}

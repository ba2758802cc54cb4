// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** More of everything than the writer reads at once comes out whole, once, and in its order. */
class BundlePagesTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final String ORIGIN = ForgedBundle.INSTALLATION + "/" + ACME;
  private static final int EVENTS = 1_150; // the writer reads 1,000 checkpoints at once
  private static final int LONG_QUIET = 700;
  private static final int QUIET_RECEIPTS = 3_500;

  private final MemoryAuditLog log = new MemoryAuditLog();
  private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
  private final BundleLines lines = new BundleLines(expected);
  private MerkleFrontier tree = MerkleFrontier.EMPTY;

  /** Appends an event with all that can be stored of it, and writes down its lines. */
  private AuditHead append(int seq) throws IOException {
    byte[] header = ByteBuffer.allocate(4).putInt(seq).array();
    AuditEntry entry = new AuditEntry(seq, new UUID(1, seq), header, Sha256.raw(header));
    List<AuditNode> nodes = new ArrayList<>();
    tree = tree.append(entry.leaf(), nodes::add);
    List<EventBody> bodies =
        List.of(
            new EventBody(entry.id(), "/a", new byte[seq % 50 + 1]),
            new EventBody(entry.id(), "/b\\\"", header));
    AuditHead head =
        new AuditHead(ORIGIN, seq + 1L, entry.leaf(), tree, MutableClock.START.plusSeconds(seq));
    log.append(List.of(new AuditAppend(ACME, seq, List.of(entry), nodes, bodies, head)));
    AuditCheckpoint checkpoint = new AuditCheckpoint(seq + 1L, header, AuditCheckpoint.Keep.ALWAYS);
    log.checkpoints().keep(Map.of(ACME, checkpoint));
    lines.entry(entry);
    for (EventBody body : bodies) {
      lines.body(seq, body.path(), body.ciphertext());
    }
    for (AuditNode node : nodes) {
      lines.node(node);
    }
    lines.checkpoint(checkpoint);
    for (String name : List.of("one", "two", "up")) {
      anchor(checkpoint, name, header);
    }
    for (int again = 0; seq == LONG_QUIET && again < QUIET_RECEIPTS; again++) {
      anchor(checkpoint, "up", ByteBuffer.allocate(5).putInt(again).array());
    }
    return head;
  }

  private void anchor(AuditCheckpoint checkpoint, String name, byte[] receipt) throws IOException {
    AuditAnchor anchor = new AuditAnchor(checkpoint.size(), name, receipt);
    log.checkpoints().anchored(ACME, anchor, checkpoint.note());
    lines.anchor(anchor);
  }

  @Test
  void everythingThatIsStored_overManyPages_isInTheBundleOnce() throws IOException {
    lines.bundle(ForgedBundle.INSTALLATION);
    lines.log(ORIGIN);
    AuditHead head = append(0);
    for (int i = 1; i < EVENTS; i++) {
      head = append(i);
    }
    lines.head(head);
    lines.end();

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutputStream bounded = new Bounded(out, expected.size());
    new BundleWriter(log, ForgedBundle.INSTALLATION, bounded).write(List.of(ACME));

    assertThat(out.toString(US_ASCII).lines()).containsExactlyElementsOf(expectedLines());
  }

  /** Ends a writer that goes round in circles. */
  private static final class Bounded extends FilterOutputStream {

    private long left;

    Bounded(OutputStream out, long most) {
      super(out);
      this.left = most;
    }

    @Override
    public void write(int octet) throws IOException {
      if (left-- == 0) {
        throw new IOException("more octets than there should be");
      }
      super.write(octet);
    }
  }

  private List<String> expectedLines() {
    return expected.toString(US_ASCII).lines().toList();
  }
}

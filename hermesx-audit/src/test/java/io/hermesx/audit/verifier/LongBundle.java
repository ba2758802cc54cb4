// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.audit.format.MerkleTree;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.Instants;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A log of any length that is made while it is written. Its last event has the id of its first, so
 * that something is found however long it is.
 */
final class LongBundle {

  private static final String HEADER =
      "{\"actor\":\"user:alice\",\"agent\":\"agent:triage\",\"call_id\":\"call-%1$d\","
          + "\"decision\":\"allow\",\"detail\":{\"attempt\":1,\"region\":\"eu\"},"
          + "\"effect\":\"side_effect\",\"event_id\":\"%2$s\",\"latency_us\":1234,"
          + "\"origin\":\"%3$s\",\"outcome\":\"ok\",\"policy_rule\":\"refunds\",\"prev\":\"%4$s\","
          + "\"rec_ts_us\":%5$d,\"run_id\":\"run-77\",\"seq\":%1$d,\"tool\":\"refund\","
          + "\"ts_us\":%5$d,\"type\":\"tool.call.executed\",\"v\":1,"
          + "\"writer\":{\"counter\":%1$d,\"instance\":\"01939e4a-7c00-7000-8000-0000000000ff\"}}";

  private LongBundle() {}

  /** Writes a bundle of so many events: {@code LongBundle <events>} on the command line. */
  public static void main(String[] args) throws IOException {
    OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
    write(Integer.parseInt(args[0]), out);
    out.flush();
  }

  static void write(int events, OutputStream out) throws IOException {
    BundleLines lines = new BundleLines(out);
    AuditOrigin origin = AuditOrigin.of(ForgedBundle.INSTALLATION, TenantId.named("acme"));
    lines.bundle(ForgedBundle.INSTALLATION);
    lines.log(origin.text());
    MerkleFrontier tree = MerkleFrontier.EMPTY;
    long micros = 1_795_176_000_000_000L;
    Sha256 previous = origin.genesis(micros, "");
    List<AuditNode> nodes = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      long number = i == events - 1 ? 0 : i;
      long mixed = (number + 1) * 0x9e3779b97f4a7c15L;
      UUID id = new UUID((mixed & ~0xf000L) | 0x7000L, number | (1L << 63));
      String header = HEADER.formatted(i, id, origin.text(), Base64Digest.of(previous), micros + i);
      byte[] octets = header.getBytes(US_ASCII);
      Sha256 leaf = MerkleTree.leaf(octets);
      lines.entry(new AuditEntry(i, id, octets, leaf));
      nodes.clear();
      tree = tree.append(leaf, nodes::add);
      for (AuditNode node : nodes) {
        lines.node(node);
      }
      previous = leaf;
    }
    lines.head(
        new AuditHead(
            origin.text(), events, previous, tree, Instants.ofMicros(micros + events - 1)));
    lines.end();
  }
}

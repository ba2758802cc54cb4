// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.time.Instants;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes the lines of a bundle in their one spelling, and counts them. Not thread-safe. */
final class BundleLines {

  private final OutputStream out;
  private LineCounts counts = LineCounts.NONE;

  BundleLines(OutputStream out) {
    this.out = out;
  }

  void bundle(String installation) throws IOException {
    line("{\"kind\":\"bundle\",\"v\":1,\"installation\":" + text(installation) + "}");
  }

  void log(String origin) throws IOException {
    count(new LineCounts(1, 0, 0, 0, 0, 0));
    line("{\"kind\":\"log\",\"origin\":" + text(origin) + "}");
  }

  void entry(AuditEntry entry) throws IOException {
    count(new LineCounts(0, 1, 0, 0, 0, 0));
    line(
        "{\"kind\":\"entry\",\"seq\":"
            + entry.seq()
            + ",\"event_id\":\""
            + entry.id()
            + "\",\"leaf\":"
            + octets(entry.leaf().octets())
            + ",\"header\":"
            + octets(entry.header())
            + "}");
  }

  void body(long seq, String path, byte[] ciphertext) throws IOException {
    count(new LineCounts(0, 0, 1, 0, 0, 0));
    line(
        "{\"kind\":\"body\",\"seq\":"
            + seq
            + ",\"path\":"
            + text(path)
            + ",\"ciphertext\":"
            + octets(ciphertext)
            + "}");
  }

  void node(AuditNode node) throws IOException {
    count(new LineCounts(0, 0, 0, 1, 0, 0));
    line(
        "{\"kind\":\"node\",\"level\":"
            + node.level()
            + ",\"index\":"
            + node.index()
            + ",\"hash\":"
            + octets(node.hash().octets())
            + "}");
  }

  void checkpoint(AuditCheckpoint checkpoint) throws IOException {
    count(new LineCounts(0, 0, 0, 0, 1, 0));
    line(
        "{\"kind\":\"checkpoint\",\"size\":"
            + checkpoint.size()
            + ",\"note\":"
            + octets(checkpoint.note())
            + "}");
  }

  void anchor(AuditAnchor anchor) throws IOException {
    count(new LineCounts(0, 0, 0, 0, 0, 1));
    line(
        "{\"kind\":\"anchor\",\"size\":"
            + anchor.size()
            + ",\"name\":"
            + text(anchor.name())
            + ",\"receipt\":"
            + octets(anchor.receipt())
            + "}");
  }

  void head(AuditHead head) throws IOException {
    byte[] frontier = new byte[Sha256.LENGTH * head.frontier().nodes().size()];
    int at = 0;
    for (Sha256 node : head.frontier().nodes()) {
      System.arraycopy(node.octets(), 0, frontier, at, Sha256.LENGTH);
      at += Sha256.LENGTH;
    }
    line(
        "{\"kind\":\"head\",\"origin\":"
            + text(head.origin())
            + ",\"size\":"
            + head.size()
            + ",\"previous\":"
            + octets(head.previous().octets())
            + ",\"frontier\":"
            + octets(frontier)
            + ",\"last_recorded_us\":"
            + Instants.toMicros(head.lastRecordedAt())
            + "}");
  }

  void end() throws IOException {
    line(
        "{\"kind\":\"end\",\"logs\":"
            + counts.logs()
            + ",\"entries\":"
            + counts.entries()
            + ",\"bodies\":"
            + counts.bodies()
            + ",\"nodes\":"
            + counts.nodes()
            + ",\"checkpoints\":"
            + counts.checkpoints()
            + ",\"anchors\":"
            + counts.anchors()
            + "}");
  }

  private void count(LineCounts more) {
    counts = counts.plus(more);
  }

  private void line(String line) throws IOException {
    out.write(line.getBytes(StandardCharsets.US_ASCII));
    out.write('\n');
  }

  private static String octets(byte[] octets) {
    return '"' + Base64.getEncoder().encodeToString(octets) + '"';
  }

  /** What is not visible ASCII becomes a question mark: a name of nothing, which is found. */
  private static String text(String text) {
    StringBuilder escaped = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\');
      }
      escaped.append(c > ' ' && c < 0x7f ? c : '?');
    }
    return escaped.append('"').toString();
  }
}

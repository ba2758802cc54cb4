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

/**
 * Writes the lines of a bundle in their one spelling, and counts them. What has none, a count
 * beyond 2^53 or more than a line can hold, is left out: one line that is not allowed would end the
 * verification of all that follows. Not thread-safe.
 */
final class BundleLines {

  private static final long MOST = (1L << 53) - 1;

  private final OutputStream out;
  private LineCounts counts = LineCounts.NONE;

  BundleLines(OutputStream out) {
    this.out = out;
  }

  void bundle(String installation) throws IOException {
    line("{\"kind\":\"bundle\",\"v\":1,\"installation\":" + text(installation) + "}");
  }

  void log(String origin) throws IOException {
    counts = counts.plus(new LineCounts(1, 0, 0, 0, 0, 0));
    line("{\"kind\":\"log\",\"origin\":" + text(origin) + "}");
  }

  void entry(AuditEntry entry) throws IOException {
    line(
        new LineCounts(0, 1, 0, 0, 0, 0),
        entry.seq(),
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
    line(
        new LineCounts(0, 0, 1, 0, 0, 0),
        seq,
        "{\"kind\":\"body\",\"seq\":"
            + seq
            + ",\"path\":"
            + text(path)
            + ",\"ciphertext\":"
            + octets(ciphertext)
            + "}");
  }

  void node(AuditNode node) throws IOException {
    line(
        new LineCounts(0, 0, 0, 1, 0, 0),
        node.index(),
        "{\"kind\":\"node\",\"level\":"
            + node.level()
            + ",\"index\":"
            + node.index()
            + ",\"hash\":"
            + octets(node.hash().octets())
            + "}");
  }

  void checkpoint(AuditCheckpoint checkpoint) throws IOException {
    line(
        new LineCounts(0, 0, 0, 0, 1, 0),
        checkpoint.size(),
        "{\"kind\":\"checkpoint\",\"size\":"
            + checkpoint.size()
            + ",\"note\":"
            + octets(checkpoint.note())
            + "}");
  }

  void anchor(AuditAnchor anchor) throws IOException {
    line(
        new LineCounts(0, 0, 0, 0, 0, 1),
        anchor.size(),
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
        LineCounts.NONE,
        head.size(),
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

  private void line(LineCounts more, long count, String line) throws IOException {
    if (count >= 0 && count <= MOST && line.length() <= LineByLine.LONGEST_LINE) {
      counts = counts.plus(more);
      line(line);
    }
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
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                escaped.append('\\');
              }
              escaped.append(c > ' ' && c < 0x7f ? (char) c : '?');
            });
    return escaped.append('"').toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.time.Instants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One log as somebody has it who can write every table. */
final class ForgedLog {

  final UUID tenant;
  String origin;
  final List<ForgedRow> rows = new ArrayList<>();
  final List<AuditNode> nodes = new ArrayList<>();
  final List<AuditCheckpoint> checkpoints = new ArrayList<>();
  final List<AuditAnchor> anchors = new ArrayList<>();
  AuditHead head;

  ForgedLog(String installation, UUID tenant) {
    this.tenant = tenant;
    this.origin = installation + "/" + tenant;
  }

  ForgedLog copy() {
    ForgedLog copy = new ForgedLog(origin.substring(0, origin.lastIndexOf('/')), tenant);
    rows.forEach(row -> copy.rows.add(row.copy()));
    copy.nodes.addAll(nodes);
    copy.checkpoints.addAll(checkpoints);
    copy.anchors.addAll(anchors);
    copy.head = head;
    return copy;
  }

  int last() {
    return rows.size() - 1;
  }

  /** Gives columns and headers the places 0, 1, 2 …. */
  void renumber() {
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).seq = i;
      rows.get(i).members.put("seq", Integer.toString(i));
    }
  }

  /** Lets every writer count without a gap. */
  void recount() {
    Map<String, Integer> counters = new HashMap<>();
    for (ForgedRow row : rows) {
      String instance = row.members.get("writer").replaceAll(".*\"instance\":\"([^\"]*)\".*", "$1");
      int counter = counters.merge(instance, 1, Integer::sum) - 1;
      row.members.put(
          "writer", "{\"counter\":%d,\"instance\":\"%s\"}".formatted(counter, instance));
    }
  }

  /** Chains every header from a row on to the one before it, and hashes it. */
  void relink(int from) {
    for (int i = from; i < rows.size(); i++) {
      ForgedRow row = rows.get(i);
      Sha256 previous =
          i > 0
              ? rows.get(i - 1).leaf
              : new AuditOrigin(origin).genesis(Long.parseLong(row.members.get("rec_ts_us")), "");
      row.put("prev", Base64Digest.of(previous));
      row.rehash();
    }
  }

  /** Makes nodes and head those of the rows. */
  void reseal() {
    nodes.clear();
    MerkleFrontier tree = MerkleFrontier.EMPTY;
    for (ForgedRow row : rows) {
      tree = tree.append(row.leaf, nodes::add);
    }
    head =
        rows.isEmpty()
            ? null
            : new AuditHead(
                origin,
                rows.size(),
                rows.get(last()).leaf,
                tree,
                Instants.ofMicros(Long.parseLong(rows.get(last()).members.get("rec_ts_us"))));
  }

  /** Redoes everything that can be redone without a key. */
  void rewrite() {
    renumber();
    recount();
    relink(0);
    reseal();
  }

  Checkpoint at(int size) {
    MerkleFrontier tree = MerkleFrontier.EMPTY;
    for (ForgedRow row : rows.subList(0, size)) {
      tree = tree.append(row.leaf);
    }
    return new Checkpoint(origin, size, tree.root());
  }

  /** Removes the last events, and what is stored of them but checkpoints. */
  void cut(int events) {
    rows.subList(rows.size() - events, rows.size()).clear();
    reseal();
  }

  void forgetCheckpointsBeyond(long size) {
    checkpoints.removeIf(checkpoint -> checkpoint.size() > size);
    anchors.removeIf(anchor -> anchor.size() > size);
  }

  void write(BundleLines lines) throws IOException {
    lines.log(origin);
    write(lines, 0);
    long place = 0;
    for (ForgedRow row : rows) {
      lines.entry(row.entry());
      for (ForgedRow.ForgedBody body : row.bodies) {
        lines.body(row.seq, body.path, body.ciphertext);
      }
      place = row.seq + 1;
      write(lines, place);
    }
    for (long rest : beyond(place)) {
      write(lines, rest);
    }
    if (head != null) {
      lines.head(head);
    }
  }

  private List<Long> beyond(long place) {
    List<Long> sizes = new ArrayList<>();
    nodes.forEach(node -> sizes.add(node.completeAt()));
    checkpoints.forEach(checkpoint -> sizes.add(checkpoint.size()));
    anchors.forEach(anchor -> sizes.add(anchor.size()));
    return sizes.stream().filter(size -> size > place).distinct().sorted().toList();
  }

  private void write(BundleLines lines, long size) throws IOException {
    for (AuditNode node : nodes) {
      if (node.completeAt() == size) {
        lines.node(node);
      }
    }
    for (AuditCheckpoint checkpoint : checkpoints) {
      if (checkpoint.size() == size) {
        lines.checkpoint(checkpoint);
      }
    }
    for (AuditAnchor anchor : anchors) {
      if (anchor.size() == size) {
        lines.anchor(anchor);
      }
    }
  }
}

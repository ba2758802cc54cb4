// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.audit.format.MerkleTree;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** An event with what is stored beside it, every bit of which can be changed. */
final class ForgedRow {

  long seq;
  UUID id;
  Map<String, String> members;
  byte[] raw = {};
  Sha256 leaf = Sha256.raw();
  final List<ForgedBody> bodies = new ArrayList<>();

  ForgedRow(long seq, UUID id, Map<String, String> members) {
    this.seq = seq;
    this.id = id;
    this.members = new TreeMap<>(members);
  }

  static final class ForgedBody {
    String path;
    byte[] ciphertext;

    ForgedBody(String path, byte[] ciphertext) {
      this.path = path;
      this.ciphertext = ciphertext;
    }

    String claim() {
      byte[] length = ByteBuffer.allocate(8).putLong(ciphertext.length).array();
      Sha256 digest = Sha256.of("hermesx/audit/body/v1", length, ciphertext);
      return "{\"ct_sha256\":\"%s\",\"len\":%d,\"path\":\"%s\"}"
          .formatted(Base64Digest.of(digest), ciphertext.length, path.replace("\\", "\\\\"));
    }
  }

  ForgedRow copy() {
    ForgedRow copy = new ForgedRow(seq, id, members);
    copy.raw = raw;
    copy.leaf = leaf;
    bodies.forEach(body -> copy.bodies.add(new ForgedBody(body.path, body.ciphertext.clone())));
    return copy;
  }

  /** Names the bodies in the header. */
  void claimBodies() {
    members.put(
        "body", bodies.stream().map(ForgedBody::claim).collect(Collectors.joining(",", "[", "]")));
  }

  String text(String name) {
    return members.get(name).replace("\"", "");
  }

  void put(String name, String text) {
    members.put(name, '"' + text + '"');
  }

  byte[] header() {
    return raw.length > 0 ? raw : text().getBytes(ISO_8859_1);
  }

  String text() {
    return members.entrySet().stream()
        .map(member -> '"' + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  void rehash() {
    leaf = MerkleTree.leaf(header());
  }

  AuditEntry entry() {
    return new AuditEntry(seq, id, header(), leaf);
  }
}

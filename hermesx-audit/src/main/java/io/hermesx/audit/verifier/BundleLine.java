// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.check.HeadClaim;
import io.hermesx.core.audit.check.ReadEntry;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.audit.format.HeaderFormat;
import io.hermesx.core.audit.format.HeaderView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The lines of a bundle, v1: one JSON object each, members in a fixed order, one spelling
 * (docs/reference/audit-format.md). What is read here is hashed here, so that threads share it.
 */
final class BundleLine {

  static final int VERSION = 1;
  static final String LOG_CHECKPOINT = "audit.log.checkpoint";
  static final String KEYS_ROTATED = "audit.key.rotated";

  private static final String BODY_DOMAIN = "hermesx/audit/body/v1";
  private static final int MOST_LEVELS = 7;

  private final Optional<TrustPolicy> policy;

  /**
   * @param policy whose signatures are looked for
   */
  BundleLine(Optional<TrustPolicy> policy) {
    this.policy = policy;
  }

  BundleItem read(byte[] octets, int start, int end) {
    try {
      LineReader in = new LineReader(octets, start, end);
      in.expect("{\"kind\":");
      BundleItem item = item(in.text(), in);
      in.end();
      return item;
    } catch (BundleRefusedException e) {
      return new BundleItem.Refused(String.valueOf(e.getMessage()));
    }
  }

  private BundleItem item(String kind, LineReader in) {
    return switch (kind) {
      case "bundle" -> begin(in);
      case "log" -> new BundleItem.Log(text("origin", in));
      case "entry" -> entry(in);
      case "body" -> body(in);
      case "node" -> node(in);
      case "checkpoint" ->
          new BundleItem.Checkpoint(count("size", in), ReadNote.of(octets("note", in), policy));
      case "anchor" ->
          new BundleItem.Anchor(count("size", in), text("name", in), octets("receipt", in));
      case "head" -> head(in);
      case "end" -> end(in);
      default -> throw new BundleRefusedException("the kind of the line is not known");
    };
  }

  private static BundleItem begin(LineReader in) {
    if (count("v", in) != VERSION) {
      throw new BundleRefusedException("the version of the bundle is not " + VERSION);
    }
    return new BundleItem.Begin(text("installation", in));
  }

  private static BundleItem entry(LineReader in) {
    long seq = count("seq", in);
    in.name("event_id");
    UUID id = in.uuid();
    in.name("leaf");
    Sha256 leaf = in.digest();
    ReadEntry read = ReadEntry.of(new AuditEntry(seq, id, octets("header", in), leaf));
    return new BundleItem.Entry(
        read,
        read.header().map(BundleLine::bodies).orElse(List.of()),
        read.header().flatMap(BundleLine::special));
  }

  private static List<BundleItem.NamedBody> bodies(HeaderView header) {
    return header.bodies().stream()
        .map(
            body ->
                new BundleItem.NamedBody(
                    body.text(HeaderFormat.PATH),
                    body.text(HeaderFormat.CIPHERTEXT_DIGEST),
                    body.whole(HeaderFormat.LENGTH)))
        .toList();
  }

  private static Optional<BundleItem.SpecialEvent> special(HeaderView header) {
    return switch (header.text(HeaderFormat.TYPE)) {
      case LOG_CHECKPOINT -> logCheckpoint(header);
      case KEYS_ROTATED ->
          Optional.ofNullable(header.detailTexts().get("keys"))
              .map(BundleItem.SpecialEvent.KeysRotated::new);
      default -> Optional.empty();
    };
  }

  private static Optional<BundleItem.SpecialEvent> logCheckpoint(HeaderView header) {
    Map<String, Long> wholes = header.detailWholes();
    String root = header.detailTexts().getOrDefault("root", "");
    Long size = wholes.get("size");
    if (size == null || size < 0 || !Base64Digest.isValid(root)) {
      return Optional.empty();
    }
    return (header.has(HeaderFormat.RESOURCE)
            ? LogName.tenant(header.text(HeaderFormat.RESOURCE))
            : Optional.<UUID>empty())
        .map(
            tenant ->
                new BundleItem.SpecialEvent.LogCheckpoint(tenant, size, Base64Digest.read(root)));
  }

  private static BundleItem body(LineReader in) {
    long seq = count("seq", in);
    String path = text("path", in);
    byte[] ciphertext = octets("ciphertext", in);
    byte[] length = ByteBuffer.allocate(Long.BYTES).putLong(ciphertext.length).array();
    Sha256 digest = Sha256.of(BODY_DOMAIN, length, ciphertext);
    return new BundleItem.Body(seq, path, Base64Digest.of(digest), ciphertext.length);
  }

  private static BundleItem node(LineReader in) {
    long level = count("level", in);
    long index = count("index", in);
    if (level < 1 || level > MOST_LEVELS || index >= Long.MAX_VALUE >> (8 * level)) {
      throw new BundleRefusedException("a node is outside of any tree");
    }
    in.name("hash");
    return new BundleItem.Node((int) level, index, in.digest());
  }

  private static BundleItem head(LineReader in) {
    String origin = text("origin", in);
    long size = count("size", in);
    in.name("previous");
    Sha256 previous = in.digest();
    byte[] frontier = octets("frontier", in);
    if (frontier.length % Sha256.LENGTH != 0) {
      throw new BundleRefusedException("a frontier is not whole hashes");
    }
    List<Sha256> nodes = new ArrayList<>();
    for (int i = 0; i < frontier.length; i += Sha256.LENGTH) {
      nodes.add(Sha256.wrap(Arrays.copyOfRange(frontier, i, i + Sha256.LENGTH)));
    }
    in.name("last_recorded_us");
    return new BundleItem.Head(new HeadClaim(origin, size, previous, nodes, in.whole()));
  }

  private static BundleItem end(LineReader in) {
    return new BundleItem.End(
        new LineCounts(
            count("logs", in),
            count("entries", in),
            count("bodies", in),
            count("nodes", in),
            count("checkpoints", in),
            count("anchors", in)));
  }

  private static String text(String name, LineReader in) {
    in.name(name);
    return in.text();
  }

  private static long count(String name, LineReader in) {
    in.name(name);
    return in.count();
  }

  private static byte[] octets(String name, LineReader in) {
    in.name(name);
    return in.octets();
  }
}

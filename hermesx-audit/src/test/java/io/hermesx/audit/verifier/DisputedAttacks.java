// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.audit.format.Base64Digest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What the two verifiers once said different things of: attacks as in {@link BundleAttacks}. */
final class DisputedAttacks {

  private static final String EMPTY_ROOT = base64(Sha256.raw().octets());
  private static final String SOME_ROOT = base64(Sha256.raw(new byte[] {3}).octets());

  private final ForgedBundle bundle;
  private final ForgedLog log;
  private final Map<String, Runnable> attacks = new LinkedHashMap<>();

  DisputedAttacks(ForgedBundle bundle) {
    this.bundle = bundle;
    this.log = bundle.logs.get(1);
  }

  Map<String, Runnable> byName() {
    names();
    paths();
    ids();
    nodes();
    anchors();
    checkpoints();
    behindTheEnd();
    return attacks;
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  private void note(UnaryOperator<String> change) {
    int last = log.checkpoints.size() - 1;
    AuditCheckpoint old = log.checkpoints.get(last);
    String note = change.apply(new String(old.note(), UTF_8));
    log.checkpoints.set(last, new AuditCheckpoint(old.size(), note.getBytes(UTF_8), old.keep()));
  }

  private void name(String label, String name) {
    attacks.put(
        "C15 unknown-key-" + label, () -> note(note -> note + "\u2014 " + name + " AAAAAAA=\n"));
  }

  private void names() {
    name("del", "a\u007fb");
    name("csi", "a\u009b31mb");
    name("next-line", "a\u0085b");
    name("no-break-space", "a\u00a0b");
    name("ogham-space", "a\u1680b");
    name("em-space", "a\u2003b");
    name("line-separator", "a\u2028b");
    name("narrow-space", "a\u202fb");
    name("ideographic-space", "a\u3000b");
    name("plus", "a+b");
    name("256-octets", "n".repeat(256));
    name("128-of-two-octets", "\u00e9".repeat(128));
    name("255-octets", "n".repeat(255));
    name("no-space-any-more", "a\u180e\u200b\ufeffb");
    name("beyond-the-first-plane", "a\ud83d\udd11b");
  }

  /** A header names a path twice; the lines are those of these of its two bodies. */
  private void paths(String label, int... lines) {
    attacks.put(
        "A3 path-twice-" + label,
        () -> {
          ForgedRow row = log.rows.get(5);
          row.bodies.clear();
          row.bodies.add(new ForgedRow.ForgedBody("/same", new byte[] {1}));
          row.bodies.add(new ForgedRow.ForgedBody("/same", new byte[] {2, 3}));
          row.claimBodies();
          log.rewrite();
          List<ForgedRow.ForgedBody> all = List.copyOf(row.bodies);
          row.bodies.clear();
          Arrays.stream(lines).mapToObj(all::get).forEach(row.bodies::add);
        });
  }

  private void paths() {
    paths("both", 0, 1);
    paths("swapped", 1, 0);
    paths("first", 0);
    paths("second", 1);
    paths("none");
    paths("first-again", 0, 0);
  }

  private void ids() {
    attacks.put("B7 id-again-and-cut", () -> idAgain(""));
    attacks.put("B7 id-again-and-a-line-that-is-none", () -> idAgain("x\n"));
    attacks.put(
        "B7 id-again-at-an-earlier-place",
        () -> {
          ForgedRow row = log.rows.get(3);
          ForgedRow early = log.rows.get(2).copy();
          early.id = row.id;
          log.rows.add(4, early);
        });
    attacks.put("B14 first-place-again", () -> log.rows.add(3, log.rows.get(0).copy()));
    attacks.put(
        "B14 first-place-of-other-keys-again",
        () -> {
          ForgedRow row = log.rows.get(0).copy();
          String key = ForgedBundle.KEYS.get(1).get(0).key().format();
          row.put("prev", genesis(row, key));
          row.rehash();
          log.rows.add(3, row);
        });
  }

  private String genesis(ForgedRow row, String key) {
    return Base64Digest.of(
        new AuditOrigin(log.origin).genesis(Long.parseLong(row.members.get("rec_ts_us")), key));
  }

  /** Everything behind the event whose id comes again is another text. */
  private void idAgain(String rest) {
    ForgedRow row = log.rows.get(4);
    row.id = log.rows.get(3).id;
    row.put("event_id", row.id.toString());
    log.rewrite();
    bundle.octets =
        octets -> {
          String all = new String(octets, ISO_8859_1);
          int again = all.indexOf("\"event_id\":\"" + row.id, all.indexOf(row.id.toString()) + 1);
          return (all.substring(0, all.indexOf('\n', again) + 1) + rest).getBytes(ISO_8859_1);
        };
  }

  private void node(String label, int level, long index) {
    String line =
        "{\"kind\":\"node\",\"level\":%d,\"index\":%d,\"hash\":\"%s\"}\n"
            .formatted(level, index, SOME_ROOT);
    attacks.put(
        "C2 node-" + label,
        () ->
            bundle.octets =
                octets -> {
                  String all = new String(octets, ISO_8859_1);
                  int head = all.indexOf("{\"kind\":\"head\",\"origin\":\"" + log.origin);
                  String more = all.substring(0, head) + line + all.substring(head);
                  return more.replaceFirst("\"nodes\":\\d+", "\"nodes\":" + (1 + nodesIn(all)))
                      .getBytes(ISO_8859_1);
                });
  }

  private static long nodesIn(String bundle) {
    return bundle.lines().filter(line -> line.startsWith("{\"kind\":\"node\"")).count();
  }

  private void nodes() {
    node("of-the-largest-tree", 7, 126);
    node("beyond-the-largest-tree", 7, 127);
    node("beyond-the-largest-tree-of-level-2", 2, 1L << 47);
    node("of-the-largest-index", 7, (1L << 53) - 1);
    attacks.put(
        "C2 node-that-nothing-completes",
        () -> log.nodes.add(new AuditNode(3, 5, Sha256.raw(new byte[] {3}))));
  }

  /** A line more in the anchor file, chained as it should be, that no log of ours is named in. */
  private void anchor(String label, String origin, String size, String root) {
    attacks.put(
        "D5 line-" + label, () -> anchorLine((origin + " " + size + " " + root).getBytes(UTF_8)));
  }

  private void anchorLine(byte[] said) {
    bundle.anchorFile =
        text -> {
          String last = text.strip().substring(text.strip().lastIndexOf(' ') + 1);
          ByteArrayOutputStream line = new ByteArrayOutputStream();
          line.writeBytes((text.lines().count() + " ").getBytes(UTF_8));
          line.writeBytes(said);
          byte[] before = Base64.getDecoder().decode(last);
          Sha256 hash = Sha256.of("hermesx/audit/anchor/v1", before, line.toByteArray());
          return text + line.toString(ISO_8859_1) + " " + base64(hash.octets()) + "\n";
        };
  }

  private void anchors() {
    anchor("of-others", "other.example/x", "5", SOME_ROOT);
    anchor("of-others-in-utf-8", "\u00e9".repeat(127), "5", SOME_ROOT);
    anchor("of-size-0-with-a-root", "other.example/x", "0", SOME_ROOT);
    anchor("of-size-5-without-a-root", "other.example/x", "5", EMPTY_ROOT);
    anchor("of-the-largest-size", "other.example/x", "9223372036854775807", SOME_ROOT);
    anchor("of-a-larger-size", "other.example/x", "9223372036854775808", SOME_ROOT);
    anchor("of-a-root-of-31-octets", "other.example/x", "5", base64(new byte[31]));
    anchor("of-256-octets", "o".repeat(256), "5", SOME_ROOT);
    anchor("of-128-of-two-octets", "\u00e9".repeat(128), "5", SOME_ROOT);
    anchor("with-a-control", "other\u0007example", "5", SOME_ROOT);
    anchor("with-a-control-beyond-ascii", "other\u009bexample", "5", SOME_ROOT);
    attacks.put(
        "D5 line-that-is-no-utf-8",
        () -> anchorLine(("bad\u00ff/x 5 " + SOME_ROOT).getBytes(ISO_8859_1)));
  }

  private void size(String label, String size) {
    attacks.put(
        "C13 size-" + label,
        () -> note(note -> note.replaceFirst("\n[0-9]+\n", "\n" + size + "\n")));
  }

  private void checkpoints() {
    size("2-to-the-63", "9223372036854775808");
    size("2-to-the-63-less-1", "9223372036854775807");
    size("of-19-nines", "9".repeat(19));
    attacks.put(
        "C13 origin-of-400-octets",
        () -> note(note -> "\u00e9".repeat(200) + note.substring(note.indexOf('\n'))));
    attacks.put(
        "C13 origin-of-254-octets",
        () -> note(note -> "\u00e9".repeat(127) + note.substring(note.indexOf('\n'))));
    attacks.put(
        "C13 root-of-31-octets",
        () -> note(note -> note.replaceFirst("\n[^\n]{44}\n", "\n" + base64(new byte[31]) + "\n")));
  }

  private void behind(String label, int length, String end) {
    attacks.put(
        "E9 behind-the-end-" + label,
        () ->
            bundle.octets =
                octets -> {
                  ByteArrayOutputStream out = new ByteArrayOutputStream();
                  out.writeBytes(octets);
                  out.writeBytes(("x".repeat(length) + end).getBytes(UTF_8));
                  return out.toByteArray();
                });
  }

  private void behindTheEnd() {
    behind("little", 4, "");
    behind("9-megabytes", 9 << 20, "");
    behind("9-megabytes-and-a-newline", 9 << 20, "\n");
    behind("9-megabytes-and-a-newline-and-more", 9 << 20, "\nxx");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.format.Base64Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What somebody may do who can write every table: each attack is one function. Hashes are redone
 * where the attack says so; keys, anchor file and policy are not the attacker's, but for the
 * attacks that say that a key was stolen.
 */
final class BundleAttacks {

  private final ForgedBundle bundle;
  private final Random random;
  private final ForgedLog log;
  private final ForgedLog neighbour;
  private final ForgedLog logOfLogs;

  BundleAttacks(ForgedBundle bundle, Random random) {
    this.bundle = bundle;
    this.random = random;
    this.logOfLogs = bundle.logOfLogs();
    this.log = bundle.logs.get(1);
    this.neighbour = bundle.logs.get(2);
  }

  Map<String, Runnable> byName() {
    Map<String, Runnable> attacks = new LinkedHashMap<>();
    content(attacks);
    structure(attacks);
    tree(attacks);
    checkpoints(attacks);
    keys(attacks);
    around(attacks);
    attacks.putAll(new FurtherAttacks(bundle).byName());
    attacks.putAll(new DisputedAttacks(bundle).byName());
    return attacks;
  }

  /** A row with events before and behind it that the head of the log does not depend on alone. */
  private ForgedRow row() {
    return log.rows.get(1 + random.nextInt(log.rows.size() - 4));
  }

  private ForgedRow withBody(ForgedLog of) {
    return of.rows.stream().filter(row -> !row.bodies.isEmpty()).findFirst().orElseThrow();
  }

  private void text(UnaryOperator<String> change) {
    ForgedRow row = row();
    if (!row.members.containsKey("tool")) {
      row = log.rows.get((int) row.seq - 1); // a rotation; the event before it is none
    }
    row.raw = change.apply(row.text()).getBytes(ISO_8859_1);
  }

  private void content(Map<String, Runnable> attacks) {
    attacks.put(
        "A1 flip-header-bit",
        () -> {
          ForgedRow row = row();
          row.raw = row.header();
          row.raw[random.nextInt(row.raw.length)] ^= (byte) (1 << random.nextInt(8));
        });
    attacks.put(
        "A1 change-event-and-rehash-all",
        () -> {
          row().put("actor", "user:nobody");
          log.rewrite();
        });
    attacks.put("A2 flip-body-bit", () -> withBody(log).bodies.get(1).ciphertext[3] ^= 1);
    attacks.put(
        "A3 swap-paths",
        () -> {
          ForgedRow row = withBody(log);
          String path = row.bodies.get(0).path;
          row.bodies.get(0).path = row.bodies.get(1).path;
          row.bodies.get(1).path = path;
        });
    attacks.put(
        "A4 body-of-neighbour",
        () ->
            withBody(log).bodies.get(1).ciphertext = withBody(neighbour).bodies.get(1).ciphertext);
    attacks.put(
        "A5 replace-body-and-digest",
        () -> {
          ForgedRow row = withBody(log);
          row.bodies.get(1).ciphertext = new byte[] {1, 2, 3};
          row.claimBodies();
          log.rewrite();
        });
    attacks.put("A6 flip-leaf", () -> row().leaf = Sha256.raw(new byte[] {7}));
    attacks.put("A7 change-id-column", () -> row().id = new UUID(1, 2));
    attacks.put("A8 add-space", () -> text(header -> header.replaceFirst(":", ": ")));
    attacks.put(
        "A8 reorder-members",
        () -> text(header -> "{\"v\":1," + header.substring(1).replace(",\"v\":1", "")));
    attacks.put("A8 number-form", () -> text(header -> header.replace("\"v\":1", "\"v\":1.0")));
    attacks.put("A8 leading-zero", () -> text(header -> header.replace("\"v\":1", "\"v\":01")));
    attacks.put("A8 escape", () -> text(header -> header.replace("tool", "to\\u006fl")));
    attacks.put(
        "A9 duplicate-member", () -> text(header -> header.replace("\"v\":1", "\"v\":1,\"v\":1")));
    attacks.put("A9 trailing-garbage", () -> text(header -> header + "x"));
    attacks.put("A9 empty-string", () -> text(header -> header.replaceFirst("user:.", "")));
    attacks.put("A9 control-character", () -> text(header -> header.replace("user:", "\u001b[2J")));
    attacks.put("E8 plain-arguments", () -> rowsOwn("arguments", "\"a\""));
    attacks.put("E11 version-2", () -> rowsOwn("v", "2"));
  }

  /** A member of a header is another one, and everything is hashed again. */
  private void rowsOwn(String name, String value) {
    row().members.put(name, value);
    log.rewrite();
  }

  private void structure(Map<String, Runnable> attacks) {
    attacks.put("B1 delete-interior", () -> log.rows.remove(row()));
    attacks.put(
        "B1 delete-interior-and-rehash-all",
        () -> {
          log.rows.remove(row());
          log.rewrite();
        });
    attacks.put("B2 delete-first", () -> log.rows.subList(0, 2).clear());
    attacks.put(
        "B2 delete-first-and-rehash-all",
        () -> {
          log.rows.subList(0, 2).clear();
          log.rewrite();
        });
    attacks.put("B3 cut-tail", () -> log.cut(2));
    attacks.put(
        "B3 cut-tail-and-checkpoints",
        () -> {
          log.cut(2);
          log.forgetCheckpointsBeyond(log.rows.size());
        });
    attacks.put(
        "B3 cut-log-of-logs",
        () -> {
          logOfLogs.cut(1);
          logOfLogs.forgetCheckpointsBeyond(logOfLogs.rows.size());
        });
    attacks.put("B4 delete-rows", () -> log.rows.clear());
    attacks.put("B4 delete-head", () -> log.head = null);
    attacks.put("B5 delete-log", () -> bundle.logs.remove(log));
    attacks.put("B5 delete-log-of-logs", () -> bundle.logs.remove(logOfLogs));
    attacks.put(
        "B6 insert-and-rehash-all",
        () -> {
          ForgedRow row = row().copy();
          row.id = new UUID(7, 8);
          row.put("event_id", row.id.toString());
          row.members.put("rec_ts_us", Long.toString(micros(row) + 1));
          log.rows.add((int) row.seq + 1, row);
          log.rewrite();
        });
    attacks.put(
        "B7 duplicate-row",
        () -> {
          ForgedRow row = row();
          log.rows.add((int) row.seq + 1, row.copy());
        });
    attacks.put(
        "B8 swap-rows",
        () -> {
          int at = (int) row().seq;
          Collections.swap(log.rows, at, at + 1);
          log.rows.get(at).seq = at;
          log.rows.get(at + 1).seq = at + 1L;
        });
    attacks.put(
        "B8 swap-rows-and-rehash-all",
        () -> {
          int at = (int) row().seq;
          Collections.swap(log.rows, at, at + 1);
          log.rewrite();
        });
    attacks.put(
        "B9 replay-event",
        () -> {
          ForgedRow row = log.rows.get(2).copy();
          row.members.put("rec_ts_us", Long.toString(micros(log.rows.get(log.last())) + 1));
          log.rows.add(row);
          log.rewrite();
        });
    attacks.put(
        "B11 splice-neighbour",
        () -> {
          ForgedRow row = neighbour.rows.get(2).copy();
          row.members.put("rec_ts_us", Long.toString(micros(log.rows.get(log.last())) + 1));
          log.rows.add(row);
          log.rewrite();
        });
    attacks.put(
        "B12 rewrite-suffix",
        () -> {
          log.rows.get(log.last()).put("tool", "harmless");
          log.rewrite();
          log.forgetCheckpointsBeyond(log.last());
        });
    attacks.put(
        "B13 rewrite-all-and-sign",
        () -> {
          log.rows.get(1).put("tool", "harmless");
          log.rewrite();
          log.checkpoints.clear();
          log.checkpoints.add(ForgedBundle.sign(log.at(log.rows.size()), 2));
        });
    attacks.put("B14 change-genesis", () -> log.rows.get(0).put("prev", "A".repeat(43)));
    attacks.put(
        "B15 hide-gap-but-counters",
        () -> {
          log.rows.removeIf(row -> row.seq % 3 == 1);
          log.renumber();
          log.relink(0);
          log.reseal();
        });
    attacks.put(
        "B17 restore-backup",
        () -> {
          for (ForgedLog each : bundle.logs) {
            each.cut(3);
            each.forgetCheckpointsBeyond(each.rows.size());
          }
        });
    attacks.put(
        "B21 append-past-the-head",
        () -> {
          AuditHead head = log.head;
          ForgedRow row = row().copy();
          row.id = new UUID(7, 8);
          row.put("event_id", row.id.toString());
          row.members.put("rec_ts_us", Long.toString(micros(log.rows.get(log.last())) + 1));
          log.rows.add(row);
          log.rewrite();
          log.head = head;
        });
    attacks.put(
        "D4 time-set-back",
        () -> {
          log.rows.get(4).members.put("rec_ts_us", log.rows.get(3).members.get("rec_ts_us"));
          log.rewrite();
        });
  }

  private static long micros(ForgedRow row) {
    return Long.parseLong(row.members.get("rec_ts_us"));
  }

  private void tree(Map<String, Runnable> attacks) {
    attacks.put(
        "C1 edit-node",
        () -> {
          grow();
          log.nodes.set(0, new AuditNode(1, 0, Sha256.raw()));
        });
    attacks.put(
        "C1 delete-node",
        () -> {
          grow();
          log.nodes.remove(0);
        });
    attacks.put(
        "C2 partial-node",
        () ->
            log.nodes.add(
                new AuditNode(1, log.rows.size() / 256L, log.at(log.rows.size()).root())));
    attacks.put("C3 frontier", () -> head(0, Sha256.raw()));
    attacks.put("C4 head-one-larger", () -> head(1, log.head.frontier().nodes().get(0)));
    attacks.put(
        "C6 node-for-leaf",
        () -> {
          ForgedRow row = row();
          row.leaf = Sha256.raw(new byte[] {1}, row.header());
        });
  }

  private void head(int more, Sha256 first) {
    AuditHead old = log.head;
    List<Sha256> nodes = new ArrayList<>(old.frontier().nodes());
    nodes.set(0, first);
    log.head =
        new AuditHead(
            old.origin(),
            old.size() + more,
            old.previous(),
            MerkleFrontier.of(old.size(), nodes),
            old.lastRecordedAt());
  }

  /** Lets the log have a node, whatever the history is. */
  private void grow() {
    int at = log.rows.size();
    for (int i = at; i < 300; i++) {
      ForgedRow row = log.rows.get(1).copy();
      row.bodies.clear();
      row.members.remove("body");
      row.seq = i;
      row.id = new UUID(9, i);
      row.put("event_id", row.id.toString());
      row.members.put("seq", Integer.toString(i));
      row.members.put("rec_ts_us", Long.toString(micros(log.rows.get(i - 1)) + 1));
      log.rows.add(row);
    }
    log.rewrite();
  }

  private int lastCheckpoint() {
    return log.checkpoints.size() - 1;
  }

  private AuditCheckpoint checkpoint() {
    return log.checkpoints.get(lastCheckpoint());
  }

  private void note(UnaryOperator<String> change) {
    AuditCheckpoint old = checkpoint();
    String note = change.apply(new String(old.note(), UTF_8));
    log.checkpoints.set(
        lastCheckpoint(), new AuditCheckpoint(old.size(), note.getBytes(UTF_8), old.keep()));
  }

  private void checkpoints(Map<String, Runnable> attacks) {
    attacks.put(
        "C4 checkpoint-of-another-size",
        () -> {
          AuditCheckpoint old = checkpoint();
          log.checkpoints.set(
              lastCheckpoint(), new AuditCheckpoint(old.size() - 1, old.note(), old.keep()));
          log.checkpoints.removeIf(
              each -> !each.equals(checkpoint()) && each.size() == old.size() - 1);
        });
    attacks.put(
        "C5 size-zero-with-root", () -> note(note -> note.replaceFirst("\n[0-9]+\n", "\n0\n")));
    attacks.put(
        "C9 checkpoint-of-neighbour",
        () ->
            log.checkpoints.set(
                lastCheckpoint(),
                new AuditCheckpoint(
                    checkpoint().size(),
                    neighbour.checkpoints.get(0).note(),
                    checkpoint().keep())));
    attacks.put(
        "C10 equivocation",
        () -> {
          Checkpoint other =
              new Checkpoint(log.origin, log.rows.size(), Sha256.raw(new byte[] {1}));
          log.checkpoints.add(ForgedBundle.sign(other, current()));
        });
    attacks.put(
        "C11 behind-the-trusted",
        () -> {
          bundle.since.add(log.at(log.rows.size()));
          bundle.anchored.clear();
          log.cut(1);
          log.forgetCheckpointsBeyond(log.rows.size());
        });
    attacks.put(
        "C11 not-the-trusted",
        () -> bundle.since.add(new Checkpoint(log.origin, 4, Sha256.raw(new byte[] {4}))));
    attacks.put("C13 crlf", () -> note(note -> note.replaceFirst("\n", "\r\n")));
    attacks.put("C13 leading-zero", () -> note(note -> note.replaceFirst("\n", "\n0")));
    attacks.put("C13 no-blank-line", () -> note(note -> note.replace("\n\n", "\n")));
    attacks.put("C13 base64", () -> note(note -> note.replaceFirst("=\n", "\n")));
    attacks.put("C13 root-of-33-octets", () -> note(note -> note.replaceFirst("=\n", "A\n")));
    attacks.put(
        "C14 many-signatures",
        () -> note(note -> note + note.substring(note.indexOf("\u2014")).repeat(9)));
    attacks.put(
        "C15 signature-under-another-text",
        () -> {
          String other = new String(log.checkpoints.get(0).note(), UTF_8);
          note(note -> text(note) + signatures(other));
        });
    attacks.put(
        "C15 unknown-key",
        () ->
            log.checkpoints.set(
                lastCheckpoint(), ForgedBundle.sign(log.at((int) checkpoint().size()), 2)));
    attacks.put("C18 drop-ml-dsa", () -> note(note -> text(note) + lines(signatures(note), 0)));
    attacks.put("C18 drop-ed25519", () -> note(note -> text(note) + lines(signatures(note), 1)));
  }

  private static String text(String note) {
    return note.substring(0, note.indexOf("\n\n") + 2);
  }

  private static String signatures(String note) {
    return note.substring(note.indexOf("\n\n") + 2);
  }

  /** Each second line, from the first or the second on: one type of signature. */
  private static String lines(String signatures, int from) {
    String[] lines = signatures.split("\n", -1);
    StringBuilder kept = new StringBuilder();
    for (int i = from; i < lines.length - 1; i += 2) {
      kept.append(lines[i]).append('\n');
    }
    return kept.toString();
  }

  /** The generation that signs at the end. */
  private int current() {
    return log.rows.stream().anyMatch(row -> row.text("type").equals("audit.key.rotated")) ? 1 : 0;
  }

  private void keys(Map<String, Runnable> attacks) {
    attacks.put("D1 retired-key", () -> rotateTo(1, new int[] {0, 1}, new int[] {0}));
    attacks.put("D2 signed-by-new-only", () -> rotateTo(1, new int[] {1}, new int[] {1}));
    attacks.put("D2 not-handed-over", () -> rotateTo(1, new int[] {}, new int[] {1}));
    attacks.put("D2 to-keys-of-nobody", () -> rotateTo(2, new int[] {0, 2}, new int[] {2}));
    attacks.put(
        "D2 rotation-not-recorded",
        () -> {
          begin();
          log.checkpoints.add(ForgedBundle.sign(log.at(5), 0));
          log.checkpoints.add(ForgedBundle.sign(log.at(log.rows.size()), 1));
        });
  }

  /** A log that was never rotated, with all that speaks of it elsewhere forgotten. */
  private void begin() {
    log.rows.removeIf(row -> row.text("type").equals("audit.key.rotated"));
    log.rewrite();
    log.checkpoints.clear();
    log.anchors.clear();
  }

  /** A rotation by somebody who has keys; the roots elsewhere show it too, of course. */
  private void rotateTo(int keys, int[] handing, int[] behind) {
    begin();
    ForgedRow row = log.rows.get(6);
    row.put("type", "audit.key.rotated");
    row.members.put(
        "detail", "{\"keys\":\"" + Base64Digest.of(ForgedBundle.generation(keys).digest()) + "\"}");
    log.rewrite();
    log.checkpoints.add(ForgedBundle.sign(log.at(3), 0));
    if (handing.length > 0) {
      log.checkpoints.add(ForgedBundle.sign(log.at(7), handing));
    }
    log.checkpoints.add(ForgedBundle.sign(log.at(log.rows.size()), behind));
  }

  private void around(Map<String, Runnable> attacks) {
    attacks.put("D5 edit-anchor-file", () -> bundle.anchorFile = text -> "1" + text.substring(1));
    attacks.put(
        "D5 cut-line-of-anchor-file",
        () -> bundle.anchorFile = text -> text.substring(text.indexOf('\n') + 1));
    attacks.put(
        "D8 same-length-as-anchored",
        () -> {
          logOfLogs.rows.get(0).put("tool", "x");
          logOfLogs.rewrite();
          logOfLogs.checkpoints.clear();
          int size = logOfLogs.rows.size();
          logOfLogs.checkpoints.add(ForgedBundle.sign(logOfLogs.at(size), 0, 1));
        });
    attacks.put("E6 delete-body", () -> withBody(log).bodies.remove(0));
    attacks.put("A3 body-of-no-header", () -> body(row -> row.seq % 2 == 1));
    attacks.put("E9 drop-end", () -> lines(lines -> lines.remove(lines.size() - 1)));
    attacks.put("E9 drop-node-or-entry", () -> lines(lines -> lines.remove(3)));
    attacks.put(
        "E9 cut-in-a-line",
        () -> bundle.octets = octets -> Arrays.copyOf(octets, octets.length / 2));
    attacks.put("E9 two-bundles", () -> lines(lines -> lines.addAll(List.copyOf(lines))));
    attacks.put("E12 nothing", () -> bundle.octets = octets -> new byte[0]);
    attacks.put(
        "E12 no-logs",
        () -> {
          bundle.logs.clear();
          bundle.anchored.clear();
          bundle.since.clear();
        });
    attacks.put("E14 spaces-in-a-line", () -> lines(lines -> lines.set(2, " " + lines.get(2))));
    attacks.put(
        "E14 long-line",
        () -> lines(lines -> lines.set(2, "{\"kind\":\"" + "x".repeat(9_000_000) + "\"}")));
  }

  private void body(Predicate<ForgedRow> where) {
    ForgedRow row = log.rows.stream().filter(where).findFirst().orElseThrow();
    row.bodies.add(new ForgedRow.ForgedBody("/more", new byte[] {1}));
  }

  private void lines(Consumer<List<String>> change) {
    bundle.octets =
        octets -> {
          List<String> lines = new ArrayList<>(new String(octets, US_ASCII).lines().toList());
          change.accept(lines);
          return (String.join("\n", lines) + "\n").getBytes(US_ASCII);
        };
  }
}

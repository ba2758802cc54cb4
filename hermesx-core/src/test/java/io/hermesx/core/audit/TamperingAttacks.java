// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The attacks that tampering.tsv names. */
final class TamperingAttacks {

  private final Random random;
  private final Forgery log;
  private final Forgery neighbour;
  private final int row;
  private final Map<String, Runnable> attacks = new TreeMap<>();

  TamperingAttacks(Forgery log, Forgery neighbour, Random random) {
    this.random = random;
    this.log = log;
    this.neighbour = neighbour;
    this.row = log.interior();
    content();
    spelling();
    structure();
    rewriting();
    head();
  }

  Map<String, Runnable> byName() {
    return attacks;
  }

  private void content() {
    attacks.put("flip-header-bit", this::flipHeaderBit);
    attacks.put(
        "flip-header-bit-and-leaf",
        () -> {
          flipHeaderBit();
          log.rehash(row);
        });
    attacks.put(
        "change-actor-and-rehash-rest",
        () -> {
          log.set(row, "actor", "user:mallory");
          log.relink(row);
        });
    attacks.put("change-latency", () -> log.set(row, "latency_us", 1_000_001));
    attacks.put("flip-leaf", () -> log.leaf(row, flip(log.rows.get(row).leaf())));
    attacks.put("change-id-column", () -> log.columns(row, row, freshId()));
    attacks.put("leaf-without-prefix", () -> log.leaf(row, Sha256.raw(log.rows.get(row).header())));
    attacks.put(
        "leaf-with-node-prefix",
        () -> log.leaf(row, Sha256.raw(new byte[] {1}, log.rows.get(row).header())));
  }

  private void flipHeaderBit() {
    byte[] header = log.rows.get(row).header().clone();
    header[random.nextInt(header.length)] ^= (byte) (1 << random.nextInt(8));
    log.header(row, header);
  }

  /** Other spellings of the same, or of what the format does not know, hashed into the log. */
  private void spelling() {
    spell("add-space", text -> text.replaceFirst(":", ": "));
    spell("reorder-members", text -> "{\"v\":1," + text.substring(1).replace(",\"v\":1", ""));
    spell("number-with-fraction", text -> text.replace("\"v\":1", "\"v\":1.0"));
    spell("number-with-exponent", text -> text.replace("\"v\":1", "\"v\":1e0"));
    spell("negative-zero", text -> text.replaceFirst("\"latency_us\":[0-9]+", "\"latency_us\":-0"));
    spell("leading-zero", text -> text.replace("\"latency_us\":", "\"latency_us\":0"));
    spell("unicode-escape", text -> text.replace("\"user:", "\"\\u0075ser:"));
    spell("duplicate-member", text -> text.replace("\"v\":1", "\"v\":1,\"v\":1"));
    spell("trailing-garbage", text -> text + " ");
    spell("byte-order-mark", text -> "\uFEFF" + text);
    spell("empty-header", text -> "");
    spell("add-plain-arguments", text -> "{\"a\":\"4111-1111\"," + text.substring(1));
    spell("version-2", text -> text.replace("\"v\":1", "\"v\":2"));
    spell("drop-required-member", text -> text.replace(",\"v\":1", ""));
    spell(
        "header-too-large",
        text -> text.replace("\"actor\"", "\"actor\":\"" + big() + "\",\"actor\""));
  }

  private static String big() {
    return "x".repeat(8_192);
  }

  private void spell(String name, UnaryOperator<String> spelling) {
    attacks.put(
        name,
        () -> {
          log.text(row, spelling);
          log.relinkAround(row);
          log.reseal();
        });
  }

  private void structure() {
    attacks.put("delete-interior", () -> log.rows.remove(row));
    attacks.put(
        "delete-interior-renumber-columns",
        () -> {
          log.rows.remove(row);
          log.renumberColumns();
        });
    attacks.put("delete-first", () -> log.rows.subList(0, some()).clear());
    attacks.put(
        "delete-first-renumber-columns",
        () -> {
          log.rows.subList(0, some()).clear();
          log.renumberColumns();
        });
    attacks.put("cut-tail", this::cutTail);
    attacks.put("delete-rows", log.rows::clear);
    attacks.put("delete-head", () -> log.head = null);
    attacks.put(
        "delete-rows-and-head",
        () -> {
          log.rows.clear();
          log.head = null;
        });
    attacks.put("insert-between", () -> log.rows.add(row, invented(row)));
    attacks.put("duplicate-row", () -> log.rows.add(row, log.rows.get(row)));
    attacks.put(
        "swap-rows",
        () -> {
          Collections.swap(log.rows, row, row + 1);
          log.renumberColumns();
        });
    attacks.put(
        "fork",
        () -> {
          AuditEntry twin = invented(row);
          log.rows.add(row + 1, twin);
        });
    attacks.put(
        "splice-neighbour",
        () -> {
          int from = Math.min(row, neighbour.last());
          int to = Math.min(log.rows.size(), neighbour.rows.size());
          log.rows.subList(from, log.rows.size()).clear();
          log.rows.addAll(neighbour.rows.subList(from, to));
        });
    attacks.put(
        "node-in-place-of-leaf",
        () -> {
          byte[] node = new byte[64];
          System.arraycopy(log.rows.get(row).leaf().octets(), 0, node, 0, 32);
          System.arraycopy(log.rows.get(row + 1).leaf().octets(), 0, node, 32, 32);
          log.rows.remove(row + 1);
          log.header(row, node);
          log.rehash(row);
        });
    attacks.put("replay-event", this::replay);
    attacks.put(
        "replay-event-and-head",
        () -> {
          replay();
          log.reseal();
        });
  }

  private void rewriting() {
    attacks.put("delete-first-rehash", () -> keepingHead(this::deleteFirstAndRewrite));
    attacks.put("delete-first-rehash-and-head", this::deleteFirstAndRewrite);
    attacks.put("cut-tail-and-head", this::cutTailAndHead);
    attacks.put("restore-older-backup", this::cutTailAndHead);
    attacks.put("insert-between-rehash", () -> keepingHead(this::insertAndRewrite));
    attacks.put("insert-between-rehash-and-head", this::insertAndRewrite);
    attacks.put("rewrite-suffix", () -> keepingHead(() -> rewriteFrom(row)));
    attacks.put("rewrite-suffix-and-head", () -> rewriteFrom(row));
    attacks.put("rewrite-all", () -> keepingHead(() -> rewriteFrom(0)));
    attacks.put("rewrite-all-and-head", () -> rewriteFrom(0));
    attacks.put(
        "swap-rows-rehash-and-head",
        () -> {
          Collections.swap(log.rows, row, row + 1);
          log.renumber();
          log.relink(row);
          log.reseal();
        });
    attacks.put("splice-neighbour-rehash-and-head", () -> resealed("origin", neighbourOrigin()));
    attacks.put("name-another-leaf", () -> resealed("prev", "A".repeat(43)));
    attacks.put("record-at-the-same-time", this::recordAtTheSameTime);
    attacks.put("hide-gap-in-header-places", this::hideInPlaces);
    attacks.put("hide-gap-in-all-but-counters", this::hideInAllButCounters);
    attacks.put("change-genesis", this::changeGenesis);
    attacks.put(
        "change-genesis-rehash-and-head",
        () -> {
          changeGenesis();
          log.relink(1);
          log.reseal();
        });
    attacks.put(
        "append-what-never-happened",
        () -> {
          log.rows.add(invented(log.rows.size()));
          log.relink(log.last());
          log.reseal();
        });
  }

  private void head() {
    attacks.put("flip-frontier-node", this::flipFrontierNode);
    attacks.put("empty-frontier", () -> head(h -> with(h, h.size(), MerkleFrontier.EMPTY)));
    attacks.put("head-one-larger", () -> head(h -> with(h, h.size() + 1, h.frontier())));
    attacks.put("head-one-smaller", () -> head(h -> with(h, h.size() - 1, h.frontier())));
    attacks.put("head-of-nothing", () -> head(h -> with(h, 0, MerkleFrontier.EMPTY)));
    attacks.put(
        "change-head-time",
        () ->
            head(
                h ->
                    new AuditHead(
                        h.origin(),
                        h.size(),
                        h.previous(),
                        h.frontier(),
                        h.lastRecordedAt().plus(Duration.ofSeconds(1)))));
    attacks.put(
        "change-head-origin",
        () ->
            head(
                h ->
                    new AuditHead(
                        neighbourOrigin(),
                        h.size(),
                        h.previous(),
                        h.frontier(),
                        h.lastRecordedAt())));
    attacks.put(
        "change-head-previous",
        () ->
            head(
                h ->
                    new AuditHead(
                        h.origin(),
                        h.size(),
                        flip(h.previous()),
                        h.frontier(),
                        h.lastRecordedAt())));
  }

  private void head(UnaryOperator<AuditHead> change) {
    log.head = change.apply(log.head);
  }

  private static AuditHead with(AuditHead head, long size, MerkleFrontier frontier) {
    return new AuditHead(head.origin(), size, head.previous(), frontier, head.lastRecordedAt());
  }

  private void flipFrontierNode() {
    List<Sha256> nodes = new ArrayList<>(log.head.frontier().nodes());
    int at = random.nextInt(nodes.size());
    nodes.set(at, flip(nodes.get(at)));
    head(h -> with(h, h.size(), MerkleFrontier.of(h.size(), nodes)));
  }

  private void keepingHead(Runnable attack) {
    AuditHead before = log.head;
    attack.run();
    log.head = before;
  }

  private void cutTail() {
    log.rows.subList(log.rows.size() - some(), log.rows.size()).clear();
  }

  private void cutTailAndHead() {
    cutTail();
    log.reseal();
  }

  private void deleteFirstAndRewrite() {
    log.rows.subList(0, some()).clear();
    log.rewriteAll();
  }

  private void insertAndRewrite() {
    AuditEntry entry = invented(row);
    log.rows.add(row, entry);
    long before = log.json(row - 1).integer("rec_ts_us");
    for (int i = row; i < log.rows.size(); i++) {
      before = Math.max(before + 1, log.json(i).integer("rec_ts_us"));
      log.set(i, "rec_ts_us", before);
    }
    log.rewriteAll();
  }

  private void rewriteFrom(int from) {
    for (int i = from; i < log.rows.size(); i++) {
      log.set(i, "actor", "user:scapegoat");
    }
    log.relink(from);
    log.reseal();
  }

  private void resealed(String name, String value) {
    log.set(row, name, value);
    log.rehash(row);
    log.relink(row + 1);
    log.reseal();
  }

  private void recordAtTheSameTime() {
    log.set(row, "rec_ts_us", log.json(row - 1).integer("rec_ts_us"));
    log.relink(row);
    log.reseal();
  }

  private void hideInPlaces() {
    log.set(row, "seq", row + 1);
    log.relink(row);
    log.reseal();
  }

  private void hideInAllButCounters() {
    log.rows.remove(row);
    log.renumber();
    log.relink(row);
    log.reseal();
  }

  private void changeGenesis() {
    log.set(0, "prev", Base64Digest.of(Sha256.raw(freshId().toString().getBytes(US_ASCII))));
    log.rehash(0);
  }

  /** An old event again, at the end, under a writer of its own. */
  private void replay() {
    AuditEntry old = log.rows.get(row);
    long recorded = log.json(log.last()).integer("rec_ts_us");
    log.rows.add(new AuditEntry(log.rows.size(), old.id(), old.header(), old.leaf()));
    log.set(log.last(), "rec_ts_us", recorded + 1);
    log.set(log.last(), "seq", log.last());
    log.set(log.last(), "writer", newWriter());
    log.relink(log.last());
  }

  /** An event that never happened, for a place; chained to the row before it. */
  private AuditEntry invented(int place) {
    JsonObject model = log.json(Math.min(place, log.last()));
    UUID id = freshId();
    JsonObject.Builder header =
        JsonObject.builder()
            .put("actor", "user:mallory")
            .put("event_id", id.toString())
            .put("origin", model.string("origin"))
            .put("prev", Base64Digest.of(log.rows.get(place - 1).leaf()))
            .put("rec_ts_us", log.json(place - 1).integer("rec_ts_us") + 1)
            .put("seq", place)
            .put("ts_us", model.integer("ts_us"))
            .put("type", "tool.call.executed")
            .put("v", 1)
            .put("writer", newWriter());
    byte[] octets = header.build().canonicalBytes();
    return new AuditEntry(place, id, octets, Sha256.raw(new byte[] {0}, octets));
  }

  private JsonObject newWriter() {
    return JsonObject.builder()
        .put("counter", 0)
        .put("instance", new JsonString(freshId().toString()))
        .build();
  }

  private String neighbourOrigin() {
    return neighbour.json(0).string("origin");
  }

  private int some() {
    return 1 + random.nextInt(4);
  }

  private UUID freshId() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private Sha256 flip(Sha256 digest) {
    byte[] octets = digest.octets();
    octets[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
    return Sha256.parse(HexFormat.of().formatHex(octets));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Logs as they come about in real life: random events of some tenants, writers that start anew and
 * write two at a time, keys that are rotated or not, checkpoints at any size, a log of logs, an
 * anchor for that one.
 */
final class LegalBundle {

  private final Random random;
  private final ForgedBundle bundle = new ForgedBundle();
  private final boolean rotates;
  private long micros = 1_795_176_000_000_000L;

  private LegalBundle(long seed) {
    this.random = new Random(seed);
    this.rotates = random.nextBoolean();
  }

  static ForgedBundle of(long seed) {
    return new LegalBundle(seed).make();
  }

  private ForgedBundle make() {
    ForgedLog logOfLogs = log(LogName.LOG_OF_LOGS);
    bundle.logs.add(logOfLogs);
    Stream.of("acme", "globex", "initech")
        .map(name -> UUID.fromString(TenantId.named(name).toString()))
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .forEach(tenant -> bundle.logs.add(log(tenant)));
    for (ForgedLog log : bundle.logs.subList(1, bundle.logs.size())) {
      fill(log, random.nextInt(4) == 0 ? 500 + random.nextInt(60) : 12 + random.nextInt(30));
    }
    fillLogOfLogs(logOfLogs);
    for (int size : List.of(logOfLogs.rows.size() - 2, logOfLogs.rows.size())) {
      bundle.anchored.add(logOfLogs.at(size));
    }
    ForgedLog some = bundle.logs.get(2);
    bundle.anchored.add(some.at(some.rows.size() - 3));
    bundle.since.add(bundle.logs.get(1).at(7));
    return bundle;
  }

  private ForgedLog log(UUID tenant) {
    return new ForgedLog(ForgedBundle.INSTALLATION, tenant);
  }

  private void fill(ForgedLog log, int size) {
    int rotation = rotates ? 4 + random.nextInt(size - 9) : Integer.MAX_VALUE;
    String writer = writer();
    String other = writer();
    for (int i = 0; i < size; i++) {
      if (random.nextInt(6) == 0) {
        writer = writer();
      }
      Map<String, String> event = i == rotation ? rotated() : event();
      add(log, event, random.nextInt(9) == 0 ? other : writer);
    }
    finish(log, rotation);
  }

  private void fillLogOfLogs(ForgedLog logOfLogs) {
    List<Map<String, String>> events = new ArrayList<>();
    for (ForgedLog log : bundle.logs.subList(1, bundle.logs.size())) {
      events.add(said(log.at(3)));
      events.add(said(log.at(log.rows.size())));
    }
    int rotation = rotates ? 1 + random.nextInt(events.size() - 3) : Integer.MAX_VALUE;
    String writer = writer();
    for (int i = 0; i < events.size(); i++) {
      if (i == rotation) {
        add(logOfLogs, rotated(), writer);
      }
      add(logOfLogs, events.get(i), writer);
    }
    finish(logOfLogs, rotation);
  }

  private void finish(ForgedLog log, int rotation) {
    log.recount();
    log.relink(0);
    log.reseal();
    TreeSet<Integer> sizes = new TreeSet<>(List.of(log.rows.size(), log.rows.size() - 2));
    for (int i = 0; i < 3; i++) {
      sizes.add(1 + random.nextInt(log.rows.size()));
    }
    if (rotates) {
      sizes.add(rotation + 1);
    }
    for (int size : sizes) {
      Checkpoint checkpoint = log.at(size);
      int[] generations =
          !rotates || size <= rotation
              ? new int[] {0}
              : size == rotation + 1 ? new int[] {0, 1} : new int[] {1};
      log.checkpoints.add(ForgedBundle.sign(checkpoint, generations));
    }
    log.anchors.add(new AuditAnchor(sizes.last(), "file", "line".getBytes(UTF_8)));
  }

  private String writer() {
    return uuid().toString();
  }

  private UUID uuid() {
    return new UUID(
        (random.nextLong() & ~0xf000L) | 0x7000L, (random.nextLong() >>> 2) | (1L << 63));
  }

  private Map<String, String> event() {
    Map<String, String> event = new TreeMap<>();
    event.put("actor", "\"user:" + random.nextInt(5) + "\"");
    event.put("tool", random.nextBoolean() ? "\"refund\"" : "\"se\\\"arch\"");
    event.put("type", "\"tool.call.executed\"");
    if (random.nextBoolean()) {
      event.put("detail", "{\"a.b\":-7,\"c\":\"x\"}");
    }
    return event;
  }

  private static Map<String, String> rotated() {
    String keys = Base64Digest.of(ForgedBundle.generation(1).digest());
    return Map.of("type", "\"audit.key.rotated\"", "detail", "{\"keys\":\"" + keys + "\"}");
  }

  static Map<String, String> said(Checkpoint checkpoint) {
    String origin = checkpoint.origin();
    return Map.of(
        "type",
        "\"audit.log.checkpoint\"",
        "resource",
        '"' + origin.substring(origin.lastIndexOf('/') + 1) + '"',
        "detail",
        "{\"root\":\"%s\",\"size\":%d}"
            .formatted(Base64Digest.of(checkpoint.root()), checkpoint.size()));
  }

  private void add(ForgedLog log, Map<String, String> event, String writer) {
    micros += 1 + random.nextInt(5_000_000);
    ForgedRow row = new ForgedRow(log.rows.size(), uuid(), event);
    place(log, row, writer, micros);
    boolean plain = !log.tenant.equals(LogName.LOG_OF_LOGS);
    if ((plain && random.nextInt(3) == 0) || row.seq == 5) {
      byte[] ciphertext = new byte[random.nextInt(400)];
      random.nextBytes(ciphertext);
      row.bodies.add(new ForgedRow.ForgedBody("/arguments", ciphertext));
      row.bodies.add(new ForgedRow.ForgedBody("/re\\sult", Sha256.raw(ciphertext).octets()));
      row.claimBodies();
    }
    log.rows.add(row);
  }

  static void place(ForgedLog log, ForgedRow row, String writer, long micros) {
    row.put("event_id", row.id.toString());
    row.members.put("ts_us", Long.toString(micros - 3));
    row.members.put("v", "1");
    row.put("origin", log.origin);
    row.members.put("seq", Long.toString(row.seq));
    row.members.put("rec_ts_us", Long.toString(micros));
    row.members.put("writer", "{\"counter\":0,\"instance\":\"%s\"}".formatted(writer));
  }
}

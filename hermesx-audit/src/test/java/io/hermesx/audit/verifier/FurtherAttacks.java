// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditCheckpoint;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** More of what somebody may do who can write every table, as in {@link BundleAttacks}. */
final class FurtherAttacks {

  private static final String SOME_DIGEST = "A".repeat(43);

  /** The order of Ed25519's group: S and S plus this are the same to a careless verifier. */
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private final ForgedBundle bundle;
  private final ForgedLog log;

  FurtherAttacks(ForgedBundle bundle) {
    this.bundle = bundle;
    this.log = bundle.logs.get(1);
  }

  Map<String, Runnable> byName() {
    Map<String, Runnable> attacks = new LinkedHashMap<>();
    labels(attacks);
    structure(attacks);
    notes(attacks);
    return attacks;
  }

  private ForgedRow withBody() {
    return log.rows.stream().filter(row -> !row.bodies.isEmpty()).findFirst().orElseThrow();
  }

  private void label(String before, String member) {
    ForgedRow row = withBody();
    row.members.compute("body", (name, body) -> body.replaceFirst(before, member + before));
  }

  private void labels(Map<String, Runnable> attacks) {
    attacks.put(
        "A10 change-media-and-rehash-all",
        () -> {
          label(",\"path\"", ",\"media\":\"text/html\"");
          log.rewrite();
        });
    attacks.put(
        "A11 claim-another-key",
        () -> label(",\"len\"", ",\"key_commit\":\"" + SOME_DIGEST + "\""));
    attacks.put(
        "A12 body-of-another-event",
        () -> {
          ForgedRow row = withBody();
          ForgedRow next = log.rows.get((int) row.seq + 1);
          next.bodies.add(row.bodies.remove(0));
        });
    attacks.put(
        "A13 forge-redaction-and-rehash-all",
        () -> {
          String forged = "{\"profile\":\"none\",\"ruleset_sha256\":\"" + SOME_DIGEST + "\"}";
          log.rows.get(2).members.put("redaction", forged);
          log.rewrite();
        });
  }

  private ForgedRow another(ForgedRow of, int number) {
    ForgedRow row = of.copy();
    row.id = new UUID(11, number);
    row.put("event_id", row.id.toString());
    return row;
  }

  private void structure(Map<String, Runnable> attacks) {
    attacks.put(
        "B10 fork",
        () -> {
          ForgedRow branch = another(log.rows.get(3), 0);
          branch.rehash();
          log.rows.add(4, branch);
        });
    attacks.put(
        "B16 truncate-everything",
        () ->
            bundle.logs.forEach(
                each -> {
                  each.rows.clear();
                  each.nodes.clear();
                  each.checkpoints.clear();
                  each.anchors.clear();
                  each.head = null;
                }));
    attacks.put(
        "B18 lost-in-a-failover-and-written-on",
        () -> {
          log.cut(2);
          log.forgetCheckpointsBeyond(log.rows.size());
          for (int i = 0; i < 2; i++) {
            ForgedRow row = another(log.rows.get(log.last()), i);
            long micros = Long.parseLong(row.members.get("rec_ts_us"));
            row.members.put("rec_ts_us", Long.toString(micros + 1));
            row.put("tool", "other");
            log.rows.add(row);
          }
          log.rewrite();
        });
    attacks.put(
        "B19 skip-a-counter-and-rehash-all",
        () -> {
          String writer = log.rows.get(log.last()).members.get("writer");
          String instance = writer.substring(writer.indexOf("\"instance\""));
          log.rows.get(log.last()).members.put("writer", "{\"counter\":999," + instance);
          log.relink(0);
          log.reseal();
        });
    attacks.put(
        "D3 stolen-old-keys-sign-another-past",
        () -> {
          log.rows.removeIf(row -> row.text("type").equals("audit.key.rotated"));
          log.cut(log.rows.size() - 5);
          log.rows.get(1).put("tool", "harmless");
          log.rewrite();
          log.checkpoints.clear();
          log.anchors.clear();
          log.checkpoints.add(ForgedBundle.sign(log.at(5), 0));
        });
    attacks.put(
        "D5 replace-anchor-file",
        () -> {
          Checkpoint said = bundle.anchored.get(0);
          Sha256 other = Sha256.raw(new byte[] {5});
          bundle.anchored.set(0, new Checkpoint(said.origin(), said.size(), other));
        });
  }

  private void note(UnaryOperator<String> change) {
    int last = log.checkpoints.size() - 1;
    AuditCheckpoint old = log.checkpoints.get(last);
    String note = change.apply(new String(old.note(), UTF_8));
    log.checkpoints.set(last, new AuditCheckpoint(old.size(), note.getBytes(UTF_8), old.keep()));
  }

  private void notes(Map<String, Runnable> attacks) {
    attacks.put(
        "C15 wrong-beside-right", () -> note(note -> ed25519(note, FurtherAttacks::damaged)));
    attacks.put("C15 repeated", () -> note(note -> note + note.split("\n", -1)[4] + "\n"));
    attacks.put("C17 extension-line", () -> note(note -> note.replace("\n\n", "\nextension\n\n")));
    attacks.put(
        "C19 malleable-signature", () -> note(note -> ed25519(note, FurtherAttacks::plusOrder)));
    attacks.put("C19 small-order", () -> note(note -> ed25519(note, FurtherAttacks::neutral)));
  }

  /** Changes the first signature, which is that of the Ed25519 key. */
  private static String ed25519(String note, UnaryOperator<byte[]> change) {
    String[] lines = note.split("\n", -1);
    int space = lines[4].lastIndexOf(' ') + 1;
    byte[] octets = Base64.getDecoder().decode(lines[4].substring(space));
    byte[] signature = change.apply(Arrays.copyOfRange(octets, 4, octets.length));
    System.arraycopy(signature, 0, octets, 4, signature.length);
    lines[4] = lines[4].substring(0, space) + Base64.getEncoder().encodeToString(octets);
    return String.join("\n", lines);
  }

  private static byte[] damaged(byte[] signature) {
    signature[40] ^= 1;
    return signature;
  }

  private static byte[] plusOrder(byte[] signature) {
    byte[] s = reversed(Arrays.copyOfRange(signature, 32, 64));
    byte[] sum = new BigInteger(1, s).add(ORDER).toByteArray();
    byte[] wide = new byte[32];
    System.arraycopy(
        sum,
        Math.max(0, sum.length - 32),
        wide,
        32 - Math.min(32, sum.length),
        Math.min(32, sum.length));
    System.arraycopy(reversed(wide), 0, signature, 32, 32);
    return signature;
  }

  /** R the neutral element and S zero: what holds for every message under a key of small order. */
  private static byte[] neutral(byte[] signature) {
    byte[] other = new byte[signature.length];
    other[0] = 1;
    return other;
  }

  private static byte[] reversed(byte[] octets) {
    byte[] other = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      other[i] = octets[octets.length - 1 - i];
    }
    return other;
  }
}

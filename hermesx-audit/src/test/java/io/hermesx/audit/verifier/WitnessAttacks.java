// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static io.hermesx.audit.verifier.WitnessedBundle.TIME;
import static io.hermesx.audit.verifier.WitnessedBundle.WITNESSES;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.WitnessSigner;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditAnchor;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Attack D7: what somebody may do to cosignatures who can write every table, and whom no two of the
 * three witnesses help. Each starts from a checkpoint without receipts.
 */
final class WitnessAttacks {

  private static final int TAMPERED = 1;
  private static final int INCOMPLETE = 2;
  private static final String NOT_VALID = "witness-not-valid";
  private static final String TOO_FEW = "witness-quorum-missing";
  private static final String NOT_READABLE = "anchor-not-readable";

  /** What an attack does, and what both verifiers must say of it. */
  record Attack(BiConsumer<WitnessedBundle, Random> what, int exit, Set<String> codes) {}

  private final Map<String, Attack> attacks = new LinkedHashMap<>();

  static Map<String, Attack> byName() {
    WitnessAttacks all = new WitnessAttacks();
    all.moved();
    all.tooFew();
    all.wrongKeys();
    all.times();
    all.octets();
    return all.attacks;
  }

  private void put(
      String name, int exit, Set<String> codes, BiConsumer<WitnessedBundle, Random> what) {
    attacks.put(name, new Attack(what, exit, codes));
  }

  /** One witness is right, so the wrong one beside it makes no quorum. */
  private void wrongBesideRight(String name, BiConsumer<WitnessedBundle, Random> what) {
    put(
        name,
        TAMPERED,
        Set.of(NOT_VALID, TOO_FEW),
        (of, random) -> {
          of.receipt(of.line(0));
          what.accept(of, random);
        });
  }

  private static String cosign(Checkpoint checkpoint) {
    return WITNESSES.get(1).cosign(checkpoint, TIME);
  }

  private void moved() {
    wrongBesideRight(
        "of-another-tenants-log", (of, random) -> of.receipt(cosign(of.bundle.logs.get(1).at(3))));
    wrongBesideRight(
        "of-another-installation",
        (of, random) ->
            of.receipt(
                cosign(new Checkpoint("x" + of.log.origin, of.last().size(), of.last().root()))));
    wrongBesideRight("of-an-earlier-size", (of, random) -> of.receipt(cosign(of.checkpoint(1))));
    wrongBesideRight(
        "of-another-root",
        (of, random) ->
            of.receipt(
                cosign(
                    new Checkpoint(of.log.origin, of.last().size(), Sha256.raw(new byte[] {1})))));
    put(
        "whole-receipts-of-an-earlier-size",
        TAMPERED,
        Set.of(NOT_VALID),
        (of, random) -> {
          Checkpoint earlier = of.checkpoint(1);
          of.receipt(WITNESSES.get(0).cosign(earlier, TIME) + cosign(earlier));
        });
    put(
        "history-that-stolen-keys-signed",
        TAMPERED,
        Set.of(NOT_VALID),
        (of, random) -> {
          of.receipt(of.line(0)).receipt(of.line(1));
          boolean rotated =
              of.log.rows.stream().anyMatch(row -> row.text("type").equals("audit.key.rotated"));
          of.log.rows.get(of.log.last()).put("actor", "user:nobody");
          of.log.rewrite();
          Checkpoint other = of.log.at(of.log.rows.size());
          of.log.checkpoints.set(
              of.log.checkpoints.size() - 1, ForgedBundle.sign(other, rotated ? 1 : 0));
        });
    put(
        "size-of-the-receipt-changed",
        INCOMPLETE,
        Set.of(),
        (of, random) -> of.receipt(of.last().size() + 1, of.line(0) + of.line(1)));
  }

  private void tooFew() {
    put("no-receipt", INCOMPLETE, Set.of(), (of, random) -> {});
    put("below-quorum", INCOMPLETE, Set.of(TOO_FEW), (of, random) -> of.receipt(of.line(2)));
    put(
        "quorum-at-an-earlier-size-alone",
        INCOMPLETE,
        Set.of(TOO_FEW),
        (of, random) -> {
          Checkpoint earlier = of.checkpoint(1);
          of.receipt(earlier.size(), WITNESSES.get(0).cosign(earlier, TIME) + cosign(earlier));
          of.receipt(of.line(1));
        });
    put(
        "one-at-each-of-two-sizes",
        INCOMPLETE,
        Set.of(TOO_FEW),
        (of, random) -> {
          Checkpoint earlier = of.checkpoint(1);
          of.receipt(earlier.size(), WITNESSES.get(0).cosign(earlier, TIME));
          of.receipt(of.line(1));
        });
    put(
        "same-line-twice-in-one-receipt",
        INCOMPLETE,
        Set.of(TOO_FEW),
        (of, random) -> of.receipt(of.line(0).repeat(2)));
    put(
        "same-line-in-two-receipts",
        INCOMPLETE,
        Set.of(TOO_FEW),
        (of, random) -> of.receipt(of.line(0)).receipt(of.line(0)));
    put(
        "same-witness-at-two-times",
        INCOMPLETE,
        Set.of(TOO_FEW),
        (of, random) ->
            of.receipt(of.line(0)).receipt(WITNESSES.get(0).cosign(of.last(), TIME + 60)));
    put(
        "same-witness-under-another-name",
        INCOMPLETE,
        Set.of(TOO_FEW),
        (of, random) ->
            of.receipt(
                of.line(0) + WITNESSES.get(0).as("witness.example.com/x").cosign(of.last(), TIME)));
    wrongBesideRight(
        "same-signature-under-the-name-of-another-witness",
        (of, random) -> of.receipt(WITNESSES.get(1).line(octets(of.line(0)))));
  }

  private void wrongKeys() {
    put(
        "unknown-witness",
        INCOMPLETE,
        Set.of(TOO_FEW),
        (of, random) ->
            of.receipt(of.line(0))
                .receipt(
                    WitnessSigner.ed25519("witness.example.com/w1", 7).cosign(of.last(), TIME)));
    put(
        "signature-lines-of-the-log-itself",
        INCOMPLETE,
        Set.of(TOO_FEW),
        (of, random) -> {
          String note =
              new String(of.log.checkpoints.get(of.log.checkpoints.size() - 1).note(), UTF_8);
          of.receipt(of.line(0) + note.substring(note.indexOf("\n\n") + 2));
        });
    put(
        "keys-of-the-log-as-witnesses",
        INCOMPLETE,
        Set.of(TOO_FEW),
        (of, random) -> {
          of.receipt(of.line(0));
          ForgedBundle.KEYS.stream()
              .flatMap(List::stream)
              .forEach(key -> of.receipt(WitnessSigner.with(key).cosign(of.last(), TIME)));
        });
    wrongBesideRight(
        "signature-of-the-type-of-a-log",
        (of, random) ->
            of.receipt(
                WITNESSES.get(1).line(Arrays.copyOfRange(octets(of.line(1)), Long.BYTES, 72))));
    wrongBesideRight(
        "cosignature-of-the-other-type",
        (of, random) ->
            of.receipt(
                WITNESSES.get(1).line(octets(WitnessedBundle.MIXED.cosign(of.last(), TIME)))));
  }

  private void times() {
    wrongBesideRight(
        "time-changed",
        (of, random) -> of.receipt(changed(of.line(1), random.nextInt(Long.BYTES), random)));
    for (long time : new long[] {0, -1, 253_402_300_800L}) {
      wrongBesideRight(
          "signed-at-" + time,
          (of, random) -> of.receipt(WITNESSES.get(1).cosign(of.last(), time)));
    }
  }

  private void octets() {
    wrongBesideRight(
        "bit-of-the-signature",
        (of, random) -> of.receipt(changed(of.line(1), Long.BYTES + random.nextInt(64), random)));
    wrongBesideRight(
        "signature-cut",
        (of, random) ->
            of.receipt(
                WITNESSES.get(1).line(Arrays.copyOf(octets(of.line(1)), 1 + random.nextInt(71)))));
    wrongBesideRight(
        "signature-with-octets-behind",
        (of, random) ->
            of.receipt(
                WITNESSES.get(1).line(Arrays.copyOf(octets(of.line(1)), 73 + random.nextInt(9)))));
    put(
        "wrong-beside-a-quorum",
        TAMPERED,
        Set.of(NOT_VALID),
        (of, random) ->
            of.receipt(of.line(0) + of.line(1) + WITNESSES.get(2).line(octets(of.line(0)))));
    for (String behind :
        List.of("x", "\n", " ", "\u2014 ", "\u2014 a AAAA\n", "\n\u2014 a AAAAAAA=\n")) {
      put(
          "octets-behind-the-lines-" + behind.replace('\n', 'n').replace(' ', '_'),
          TAMPERED,
          Set.of(NOT_READABLE),
          (of, random) -> of.receipt(of.line(0) + of.line(1) + behind));
    }
    put(
        "newline-cut",
        TAMPERED,
        Set.of(NOT_READABLE),
        (of, random) -> of.receipt(of.line(0) + of.line(1).strip()));
    put(
        "seventeen-lines",
        TAMPERED,
        Set.of(NOT_READABLE),
        (of, random) -> of.receipt(of.line(0).repeat(16) + of.line(1)));
    put(
        "not-utf-8",
        TAMPERED,
        Set.of(NOT_READABLE),
        (of, random) -> {
          byte[] octets = (of.line(0) + of.line(1)).getBytes(UTF_8);
          octets[6] = (byte) 0xff;
          of.log.anchors.add(new AuditAnchor(of.last().size(), "w", octets));
        });
    put(
        "octets-before-the-lines",
        INCOMPLETE,
        Set.of(),
        (of, random) -> of.receipt(" " + of.line(0) + of.line(1)));
  }

  /** What follows name and key id in the base64 of a line. */
  private static byte[] octets(String line) {
    String base64 = line.substring(line.lastIndexOf(' ') + 1, line.length() - 1);
    byte[] all = Base64.getDecoder().decode(base64);
    return Arrays.copyOfRange(all, Integer.BYTES, all.length);
  }

  private static String changed(String line, int place, Random random) {
    byte[] octets = octets(line);
    octets[place] ^= (byte) (1 << random.nextInt(8));
    return WITNESSES.get(1).line(octets);
  }
}

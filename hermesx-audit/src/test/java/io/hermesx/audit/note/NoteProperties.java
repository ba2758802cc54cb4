// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Property P19: nothing is accepted in two encodings, and nothing changed keeps its signatures. */
final class NoteProperties {

  private static final SignedCheckpoint SIGNED = SignedCheckpoint.parse(Golden.note());

  /** Whatever the octets, a note that is read is written as the same octets. */
  @Property(tries = 5_000)
  void note_mutated_isRefusedOrAnotherNote(@ForAll Random random) {
    byte[] octets = mutated(Golden.note(), random);
    accepted(octets, Note::parse)
        .ifPresent(
            note -> {
              assertThat(note.format().getBytes(UTF_8)).isEqualTo(octets);
              assertThat(note.equals(SIGNED.note())).isEqualTo(note.format().equals(Golden.note()));
            });
  }

  @Property(tries = 10_000)
  void checkpoint_mutated_isRefusedOrAnotherCheckpoint(@ForAll Random random) {
    byte[] octets = mutated(Golden.CHECKPOINT.text(), random);
    String text = new String(octets, UTF_8);
    accepted(octets, all -> Checkpoint.parse(text))
        .ifPresent(
            checkpoint -> {
              assertThat(checkpoint.text()).isEqualTo(text);
              assertThat(checkpoint.equals(Golden.CHECKPOINT))
                  .isEqualTo(text.equals(Golden.CHECKPOINT.text()));
            });
  }

  @Property(tries = 2_000)
  void policy_mutated_isRefusedOrAnotherPolicy(@ForAll Random random) {
    String text = new String(mutated(Golden.policy(), random), ISO_8859_1);
    accepted(text, TrustPolicy::parse)
        .ifPresent(policy -> assertThat(policy.format()).isEqualTo(text));
  }

  @Property(tries = 2_000)
  void keys_mutated_areRefusedOrOthers(@ForAll Random random) {
    for (SigningKey key : Golden.SIGNERS) {
      String vkey = new String(mutated(key.key().format(), random), ISO_8859_1);
      accepted(vkey, VerifierKey::parse)
          .ifPresent(other -> assertThat(other.format()).isEqualTo(vkey));
      String secret = new String(mutated(key.secretText(), random), ISO_8859_1);
      accepted(secret, SigningKey::parse)
          .ifPresent(other -> assertThat(other.secretText()).isEqualTo(secret));
    }
  }

  /** A policy takes a changed note only for the same checkpoint with the same signatures. */
  @Property(tries = 1_000)
  void check_mutatedNote_isSignedOnlyWhereNothingSignedChanged(@ForAll Random random) {
    TrustPolicy policy = new TrustPolicy(List.of(Golden.KEYS));
    accepted(mutated(Golden.note(), random), SignedCheckpoint::parse)
        .filter(note -> policy.check(note).isSignedBy(0))
        .ifPresent(
            note -> {
              assertThat(note.checkpoint()).isEqualTo(Golden.CHECKPOINT);
              assertThat(new HashSet<>(note.signatures())).containsAll(SIGNED.signatures());
            });
  }

  @Property
  void note_anyParts_isReadAsItWasWritten(@ForAll("notes") Note note) {
    assertThat(Note.parse(note.format())).isEqualTo(note);
    assertThat(Note.parse(note.format().getBytes(UTF_8))).isEqualTo(note);
  }

  @Property
  void checkpoint_anyParts_isReadAsItWasWritten(
      @ForAll("origins") String origin,
      @ForAll @LongRange(min = 1) long size,
      @ForAll @Size(32) byte[] root) {
    Checkpoint checkpoint = new Checkpoint(origin, size, Sha256.wrap(root));
    assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
  }

  @Property(tries = 100)
  void signatures_anyBitFlipped_doNotHold(
      @ForAll Random random, @ForAll @ByteRange(min = 0, max = 7) byte bit) {
    List<NoteSignature> signatures = new ArrayList<>(SIGNED.signatures());
    int index = random.nextInt(signatures.size());
    NoteSignature signature = signatures.get(index);
    byte[] octets = signature.signature();
    octets[random.nextInt(octets.length)] ^= (byte) (1 << bit);
    signatures.set(index, new NoteSignature(signature.name(), signature.keyId(), octets));

    SignatureCheck check =
        new SignedCheckpoint(Golden.CHECKPOINT, signatures).check(Golden.KEYS.keys());
    assertThat(check.isAccepted()).isFalse();
    assertThat(check.faults()).hasSize(1);
  }

  @Provide
  Arbitrary<Note> notes() {
    Arbitrary<NoteSignature> signature =
        Combinators.combine(
                Arbitraries.strings().alpha().withChars("./-é—").ofMinLength(1).ofMaxLength(40),
                Arbitraries.integers(),
                Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(100))
            .as(NoteSignature::new);
    Arbitrary<String> text =
        Arbitraries.strings()
            .withCharRange(' ', '\ud7ff')
            .withChars('\n', ' ', '—')
            .ofMaxLength(200)
            .map(start -> start + "\n");
    return Combinators.combine(text, signature.list().ofMinSize(1).ofMaxSize(16)).as(Note::new);
  }

  @Provide
  Arbitrary<String> origins() {
    return Arbitraries.strings()
        .alpha()
        .numeric()
        .withChars(" ./-+é—")
        .ofMinLength(1)
        .ofMaxLength(85);
  }

  private static <S, T> Optional<T> accepted(S text, Function<S, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (NoteRefusedException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** One to three changes such as an attacker, an editor or a broken line makes. */
  private static byte[] mutated(String text, Random random) {
    byte[] octets = text.getBytes(UTF_8);
    for (int i = random.nextInt(3); i >= 0; i--) {
      octets = changed(octets, random);
    }
    return octets;
  }

  private static byte[] changed(byte[] octets, Random random) {
    List<Byte> list = new ArrayList<>();
    for (byte octet : octets) {
      list.add(octet);
    }
    if (list.isEmpty()) {
      return octets;
    }
    int at = random.nextInt(list.size());
    int end = Math.min(list.size(), at + random.nextInt(8));
    byte[] likely = "\n\r\t \0+=-_/—0a\u00a0\uff11".getBytes(UTF_8);
    byte octet = likely[random.nextInt(likely.length)];
    switch (random.nextInt(9)) {
      case 0 -> list.set(at, (byte) (list.get(at) ^ (1 << random.nextInt(8))));
      case 1 -> list.set(at, octet);
      case 2 -> list.add(at, octet);
      case 3 -> list.remove(at);
      case 4 -> list.addAll(at, List.copyOf(list.subList(at, end)));
      case 5 -> list.subList(at, end).clear();
      case 6 -> list.set(at, (byte) Character.toUpperCase((char) (list.get(at) & 0x7f)));
      case 7 -> Collections.swap(list, at, random.nextInt(list.size()));
      default -> lines(list, random);
    }
    byte[] changed = new byte[list.size()];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = list.get(i);
    }
    return changed;
  }

  private static void lines(List<Byte> octets, Random random) {
    byte[] all = new byte[octets.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = octets.get(i);
    }
    List<String> lines = new ArrayList<>(List.of(new String(all, ISO_8859_1).split("\n", -1)));
    int one = random.nextInt(lines.size());
    if (random.nextBoolean()) {
      Collections.swap(lines, one, random.nextInt(lines.size()));
    } else if (random.nextBoolean()) {
      lines.add(one, lines.get(one));
    } else {
      lines.remove(one);
    }
    octets.clear();
    for (byte octet : String.join("\n", lines).getBytes(ISO_8859_1)) {
      octets.add(octet);
    }
  }
}

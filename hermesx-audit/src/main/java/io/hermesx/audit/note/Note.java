// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with signatures under it, none of which is verified yet (C2SP signed-note).
 *
 * <p>Immutable. A note has one spelling: what {@link #parse(String)} accepts is what {@link
 * #format()} writes, octet by octet. It says nothing until the signature of a trusted key is
 * verified.
 *
 * @param text the text with its last newline: UTF-8 without ASCII control characters but newlines
 * @param signatures 1 to 16, in the order of their lines
 */
public record Note(String text, List<NoteSignature> signatures) {

  /** The most signatures that a note may have. */
  public static final int MOST_SIGNATURES = 16;

  /** The most octets that a note may have, 131,072: 16 post-quantum signatures and a long text. */
  public static final int MOST_OCTETS = 1 << 17;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if a part is outside its range, or the note is longer than
   *     {@value #MOST_OCTETS} octets
   */
  public Note {
    signatures = List.copyOf(signatures);
    if (!text.endsWith("\n") || !NoteText.isPlain(text)) {
      throw new IllegalArgumentException(
          "the text of a note is not UTF-8 without control characters that ends with a newline");
    }
    requireCount(signatures.size());
    requireSize(formatted(text, signatures).getBytes(StandardCharsets.UTF_8).length);
  }

  /**
   * Reads a note.
   *
   * @throws NoteRefusedException if the text is no note, or not in its one spelling
   */
  public static Note parse(String note) {
    if (note.length() > MOST_OCTETS || !NoteText.isPlain(note)) {
      throw new NoteRefusedException(
          "a note is longer than "
              + MOST_OCTETS
              + " octets, or not UTF-8 without control characters but newlines");
    }
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || end + 2 == note.length() || !note.endsWith("\n")) {
      throw new NoteRefusedException(
          "a note is not: text, an empty line, at least one signature line, each with a newline");
    }
    String[] lines = note.substring(end + 2).split("\n", MOST_SIGNATURES + 2);
    try {
      requireCount(lines.length - 1); // behind the last newline is nothing
      List<NoteSignature> signatures = new ArrayList<>();
      for (int i = 0; i < lines.length - 1; i++) {
        signatures.add(NoteSignature.parse(lines[i]));
      }
      return new Note(note.substring(0, end + 1), signatures);
    } catch (IllegalArgumentException e) {
      throw new NoteRefusedException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads a note from its octets.
   *
   * @throws NoteRefusedException if the octets are no note, or not in its one spelling
   */
  public static Note parse(byte[] note) {
    if (note.length > MOST_OCTETS) {
      throw new NoteRefusedException(
          "a note has " + note.length + " octets, allowed: up to " + MOST_OCTETS);
    }
    return parse(
        NoteText.decoded(note)
            .orElseThrow(() -> new NoteRefusedException("a note is not valid UTF-8")));
  }

  /** Returns the whole note: text, an empty line, one line for each signature. */
  public String format() {
    return formatted(text, signatures);
  }

  private static String formatted(String text, List<NoteSignature> signatures) {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> note.append(signature.line()));
    return note.toString();
  }

  private static void requireCount(int signatures) {
    if (signatures < 1 || signatures > MOST_SIGNATURES) {
      throw new IllegalArgumentException(
          "a note has "
              + (signatures > MOST_SIGNATURES ? "too many" : "no")
              + " signatures, allowed: 1 to "
              + MOST_SIGNATURES);
    }
  }

  private static void requireSize(int octets) {
    if (octets > MOST_OCTETS) {
      throw new IllegalArgumentException(
          "a note has " + octets + " octets, allowed: up to " + MOST_OCTETS);
    }
  }
}

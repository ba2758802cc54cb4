// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Note;
import io.hermesx.audit.note.NoteRefusedException;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.Sha256;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a receipt, each line with one newline: {@code c2sp.org/tlog-proof@v1}, {@code index}
 * with the place of the event, the hashes of the proof in padded base64 from the leaf up, an empty
 * line, the note of the checkpoint.
 */
final class ReceiptText {

  /** No tree with less than 2^63 leaves has a longer path. */
  static final int MOST_HASHES = 63;

  private static final String TITLE = "c2sp.org/tlog-proof@v1\n";
  private static final Pattern HEAD =
      Pattern.compile(
          "index (0|[1-9][0-9]{0,18})\n((?:[A-Za-z0-9+/]{43}=\n){0," + MOST_HASHES + "})");
  private static final int MOST_OCTETS = Note.MOST_OCTETS + (1 << 12);

  private ReceiptText() {}

  static String format(InclusionReceipt receipt) {
    StringBuilder text = new StringBuilder(TITLE);
    text.append("index ").append(receipt.proof().index()).append('\n');
    for (Sha256 hash : receipt.proof().hashes()) {
      text.append(Base64.getEncoder().encodeToString(hash.octets())).append('\n');
    }
    return text.append('\n').append(receipt.checkpoint().format()).toString();
  }

  static InclusionReceipt parse(byte[] octets) {
    if (octets.length > MOST_OCTETS) {
      throw new NoteRefusedException(
          "a receipt has " + octets.length + " octets, allowed: up to " + MOST_OCTETS);
    }
    String text = new String(octets, ISO_8859_1); // an octet is a character, so places are the same
    int end = text.indexOf("\n\n") + 1;
    Matcher head = HEAD.matcher(text.substring(Math.min(TITLE.length(), end), end));
    if (!text.startsWith(TITLE) || !head.matches()) {
      throw new NoteRefusedException(
          "a receipt does not begin with a title, the index of the event and up to "
              + MOST_HASHES
              + " hashes in base64, each on a line, and an empty line");
    }
    SignedCheckpoint checkpoint =
        SignedCheckpoint.parse(Arrays.copyOfRange(octets, end + 1, octets.length));
    InclusionReceipt receipt = receipt(head, checkpoint);
    if (!Arrays.equals(format(receipt).getBytes(UTF_8), octets)) {
      throw new NoteRefusedException("a hash of a receipt is not in the one form of base64");
    }
    return receipt;
  }

  private static InclusionReceipt receipt(Matcher head, SignedCheckpoint checkpoint) {
    List<Sha256> hashes =
        head.group(2).lines().map(line -> Sha256.wrap(Base64.getDecoder().decode(line))).toList();
    try {
      long index = Long.parseLong(head.group(1));
      long size = checkpoint.checkpoint().size();
      return new InclusionReceipt(new InclusionProof(index, size, hashes), checkpoint);
    } catch (NumberFormatException e) {
      throw new NoteRefusedException(
          "the index of a receipt is more than the allowed " + Long.MAX_VALUE);
    }
  }
}

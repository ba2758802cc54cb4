// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import io.hermesx.core.Sha256;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a log says of itself at one size: its name, how many events it has, and the root of the
 * Merkle tree over them (C2SP tlog-checkpoint). Whoever holds the checkpoint can check any of those
 * events, and that later checkpoints only add to them.
 *
 * <p>Its text is three lines. Lines behind them, which the format allows others, are refused: the
 * ML-DSA signature would not cover them.
 *
 * @param origin the log's name: 1 to 255 octets of UTF-8 without control characters
 * @param size how many events the log has; 0 or more
 * @param root the root of the tree (RFC 6962 §2.1): the SHA-256 of nothing if and only if the size
 *     is 0
 */
public record Checkpoint(String origin, long size, Sha256 root) {

  private static final int LINES = 3;
  private static final Sha256 EMPTY_ROOT = Sha256.raw();
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if a part is outside its range, or size and root contradict
   *     each other
   */
  public Checkpoint {
    if (!NoteText.isOrigin(origin)) {
      throw new IllegalArgumentException(
          "the origin of a checkpoint is not 1 to "
              + NoteText.LONGEST_NAME
              + " octets of UTF-8 without control characters");
    }
    if (size < 0) {
      throw new IllegalArgumentException(
          "the size of a checkpoint is " + size + ", allowed: 0 or more");
    }
    if ((size == 0) != root.equals(EMPTY_ROOT)) {
      throw new IllegalArgumentException(
          "a checkpoint of size "
              + size
              + " has the root "
              + root
              + "; the root of the empty tree is for size 0, and for no other size");
    }
  }

  /** Returns the checkpoint of a log without events. */
  public static Checkpoint empty(String origin) {
    return new Checkpoint(origin, 0, EMPTY_ROOT);
  }

  /**
   * Reads the text of a note: exactly three lines, each with its newline.
   *
   * @throws NoteRefusedException if the text is no checkpoint, or not in its one spelling
   */
  public static Checkpoint parse(String text) {
    List<String> lines = List.of(text.split("\n", LINES + 1));
    if (lines.size() != LINES + 1 || !lines.get(LINES).isEmpty()) {
      throw new NoteRefusedException(
          "a checkpoint is not three lines, each with a newline: origin, size, root");
    }
    try {
      return new Checkpoint(lines.get(0), size(lines.get(1)), root(lines.get(2)));
    } catch (IllegalArgumentException e) {
      throw new NoteRefusedException(String.valueOf(e.getMessage()));
    }
  }

  private static long size(String text) {
    if (SIZE.matcher(text).matches()) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        // 19 digits can be too many by a little; what follows says so.
      }
    }
    throw new NoteRefusedException(
        "the size of a checkpoint is not a decimal number without leading zeros from 0 to "
            + Long.MAX_VALUE);
  }

  private static Sha256 root(String text) {
    return NoteText.octets(text)
        .filter(octets -> octets.length == Sha256.LENGTH)
        .map(Sha256::wrap)
        .orElseThrow(
            () ->
                new NoteRefusedException(
                    "the root of a checkpoint is not 32 octets in the one form of base64"));
  }

  /** Returns the three lines that are signed, the text of the checkpoint's note. */
  public String text() {
    return origin + "\n" + size + "\n" + NoteText.base64(root.octets()) + "\n";
  }
}

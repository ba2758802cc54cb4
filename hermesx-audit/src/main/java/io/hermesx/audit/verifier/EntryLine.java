// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hermesx.core.audit.check.EntryRow;
import io.hermesx.core.audit.format.HeaderFormat;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads one {@code entry} line after the other as {@link BundleLine} does, into the same buffer.
 * What it says no to is for {@link BundleLine}. Not thread-safe.
 */
final class EntryLine {

  private static final byte[] SEQ = "{\"kind\":\"entry\",\"seq\":".getBytes(US_ASCII);
  private static final byte[] ID = ",\"event_id\":\"".getBytes(US_ASCII);
  private static final byte[] LEAF = "\",\"leaf\":\"".getBytes(US_ASCII);
  private static final byte[] HEADER = "\",\"header\":\"".getBytes(US_ASCII);
  private static final byte[] END = "\"}\n".getBytes(US_ASCII);
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int MOST_DIGITS = 15;
  private static final int ID_LENGTH = 36;
  private static final int LEAF_LENGTH = 44;
  private static final int LONGEST_HEADER = (HeaderFormat.MOST_OCTETS + 2) / 3 * 4;

  private final byte[] header = new byte[HeaderFormat.MOST_OCTETS + 3];
  private final byte[][] texts = new byte[16][]; // the decoder takes whole arrays: one per length
  private byte[] block = {};
  private long seq;
  private int id;
  private int leaf;
  private int usual;
  private int length;
  private int end;

  /** Whether an entry stands there; what is asked below is asked of the last one. */
  boolean read(byte[] lines, int start, int limit) {
    block = lines;
    id = past(ID, number(past(SEQ, start, limit), limit), limit);
    leaf = past(LEAF, jump(id, ID_LENGTH, limit), limit);
    int from = past(HEADER, jump(leaf, LEAF_LENGTH, limit), limit);
    int to = closing(from, limit);
    end = past(END, to, limit);
    return end >= 0 && decode(from, to - from);
  }

  /** The place behind octets that must stand there; negative if they do not. */
  private int past(byte[] expected, int at, int limit) {
    int after = at + expected.length;
    return at >= 0
            && after <= limit
            && Arrays.equals(block, at, after, expected, 0, expected.length)
        ? after
        : -1;
  }

  private static int jump(int at, int octets, int limit) {
    return at >= 0 && octets <= limit - at ? at + octets : -1;
  }

  private int number(int at, int limit) {
    if (at < 0) {
      return at;
    }
    int most = Math.min(limit, at + MOST_DIGITS);
    int i = at;
    seq = 0;
    while (i < most && block[i] >= '0' && block[i] <= '9') {
      seq = 10 * seq + block[i++] - '0';
    }
    return i > at && (block[at] != '0' || i == at + 1) ? i : -1;
  }

  /**
   * Where the header's text may end: mostly where that of the line before did, or nearly. Whether a
   * quote was passed over shows when the text is decoded.
   */
  private int closing(int from, int limit) {
    if (from < 0) {
      return from;
    }
    for (int more : new int[] {0, 4, -4}) {
      int at = from + usual + more;
      if (at > from && past(END, at, limit) >= 0) {
        return at;
      }
    }
    int most = Math.min(limit, from + LONGEST_HEADER + 1);
    int at = from;
    while (at < most && block[at] != '"') {
      at++;
    }
    return at;
  }

  private boolean decode(int from, int count) {
    if (count == 0 || count % 4 != 0 || count > LONGEST_HEADER) {
      return false;
    }
    usual = count;
    byte[] text = text(count);
    System.arraycopy(block, from, text, 0, count);
    try {
      length = Base64.getDecoder().decode(text, header);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return hasOneSpelling(text, count);
  }

  private byte[] text(int count) {
    int index = count / 4 % texts.length;
    if (texts[index] == null || texts[index].length != count) {
      texts[index] = new byte[count];
    }
    return texts[index];
  }

  /** The decoder lets stray low bits pass. */
  private static boolean hasOneSpelling(byte[] text, int count) {
    if (text[count - 1] != '=') {
      return true;
    }
    boolean two = text[count - 2] == '=';
    int last = ALPHABET.indexOf(text[two ? count - 3 : count - 2]);
    return (last & (two ? 15 : 3)) == 0;
  }

  /** What stands beside the header. */
  EntryRow row() {
    return new EntryRow(seq, block, id, leaf);
  }

  /** Starts with the header's octets. */
  byte[] header() {
    return header;
  }

  /** How many octets the header has. */
  int length() {
    return length;
  }

  /** The place behind the line. */
  int end() {
    return end;
  }
}

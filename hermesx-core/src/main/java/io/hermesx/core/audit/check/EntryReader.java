// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.format.HeaderScanner;
import io.hermesx.core.audit.format.MerkleHasher;
import io.hermesx.core.audit.format.ScannedMember;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads one entry after the other as {@link ReadEntry} does, and makes no object for it. What it
 * says yes to has nothing wrong with it by itself; what it says no to is for {@link ReadEntry}. Not
 * thread-safe.
 */
public final class EntryReader {

  private static final byte[] OF_CHAIN = "\"audit.".getBytes(StandardCharsets.US_ASCII);
  private static final int ID_LENGTH = 36;
  private static final int LEAF_LENGTH = 44;

  private final HeaderScanner scanner = new HeaderScanner();
  private final MerkleHasher hasher = new MerkleHasher();
  private final byte[] leaf = new byte[Sha256.LENGTH];
  private final byte[] leafText = new byte[LEAF_LENGTH];
  private byte[] header = {};
  private long seq;
  private long recorded;
  private long counter;

  /** The header that was read last. */
  HeaderScanner scanner() {
    return scanner;
  }

  /** Its octets. */
  byte[] header() {
    return header;
  }

  /** The leaf of the entry that was read last; it is another one after the next. */
  byte[] leaf() {
    return leaf;
  }

  /**
   * Reads an entry of a place behind the first.
   *
   * @param octets start with the header
   * @return whether it is the header of the row, and its event is an ordinary one
   */
  public boolean read(EntryRow row, byte[] octets, int length) {
    header = octets;
    if (!scanner.read(octets, length)) {
      return false;
    }
    seq = scanner.whole(ScannedMember.SEQ);
    recorded = scanner.whole(ScannedMember.RECORDED_AT);
    counter = scanner.whole(ScannedMember.COUNTER);
    return isOrdinary() && isOf(row) && hasLeafOf(row, length);
  }

  private boolean isOrdinary() {
    int start = scanner.start(ScannedMember.TYPE);
    int end = Math.min(scanner.end(ScannedMember.TYPE), start + OF_CHAIN.length);
    return !Arrays.equals(header, start, end, OF_CHAIN, 0, OF_CHAIN.length);
  }

  private boolean isOf(EntryRow row) {
    int id = scanner.start(ScannedMember.EVENT_ID) + 1;
    return row.seq() > 0
        && row.seq() == seq
        && Arrays.equals(header, id, id + ID_LENGTH, row.octets(), row.id(), row.id() + ID_LENGTH);
  }

  private boolean hasLeafOf(EntryRow row, int length) {
    hasher.leaf(header, length, leaf, 0);
    Base64.getEncoder().encode(leaf, leafText);
    return Arrays.equals(
        leafText, 0, LEAF_LENGTH, row.octets(), row.leaf(), row.leaf() + LEAF_LENGTH);
  }

  long seq() {
    return seq;
  }

  /** When it was recorded, in microseconds. */
  long recorded() {
    return recorded;
  }

  /** The how-manieth event of its writer it is. */
  long counter() {
    return counter;
  }

  /** How many bodies the header names. */
  public int bodies() {
    return scanner.bodies();
  }

  /** The path of a body. */
  public String bodyPath(int body) {
    return scanner.bodyPath(body);
  }

  /** The digest of a body, in base64url. */
  public String bodyDigest(int body) {
    return scanner.bodyDigest(body);
  }

  /** The length of a body in octets. */
  public long bodyLength(int body) {
    return scanner.bodyLength(body);
  }
}

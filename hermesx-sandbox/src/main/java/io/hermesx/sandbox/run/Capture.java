// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.Sha256;
import io.hermesx.core.sandbox.CapturedOutput;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is kept of a stream: its first and its last octets, with the count and the digest of all.
 * The room grows with what arrives, up to the cap. Thread-safe.
 */
final class Capture {

  private static final int FIRST_ROOM = 1_024;

  private final int headSize;
  private final int tailSize;
  private final MessageDigest digest = sha256();
  private final ReentrantLock lock = new ReentrantLock();
  // Each is longer than what is kept, for the sequence that the cut may divide.
  private byte[] head;
  private byte[] ring;
  private long total;
  private boolean closed;

  Capture(int kept) {
    this.headSize = kept / 2;
    this.tailSize = kept - headSize;
    this.head = new byte[Math.min(FIRST_ROOM, headSize + Utf8.MOST_BEHIND)];
    this.ring = new byte[0];
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes the first octets of a piece; answers how many there are in all, -1 once closed. */
  long append(byte[] piece, int length) {
    lock.lock();
    try {
      if (closed) {
        return -1;
      }
      toHead(piece, length);
      toRing(piece, length);
      digest.update(piece, 0, length);
      total += length;
      return total;
    } finally {
      lock.unlock();
    }
  }

  private void toHead(byte[] piece, int length) {
    int full = headSize + Utf8.MOST_BEHIND;
    if (total >= full) {
      return;
    }
    int taken = (int) Math.min(length, full - total);
    int needed = (int) total + taken;
    if (needed > head.length) {
      head = Arrays.copyOf(head, Math.min(full, Math.max(needed, 2 * head.length)));
    }
    System.arraycopy(piece, 0, head, (int) total, taken);
  }

  /** The ring holds the stream from {@code headSize} on; its place n is octet n of that, modulo. */
  private void toRing(byte[] piece, int length) {
    long end = total + length - headSize;
    if (end <= 0) {
      return;
    }
    int full = tailSize + Utf8.MOST_BEHIND;
    if (ring.length < full && end > ring.length) {
      // It has never gone round so far: what is in it stays where it is.
      ring = Arrays.copyOf(ring, (int) Math.min(full, Math.max(end, 2L * ring.length)));
    }
    int skipped = (int) Math.max(0, headSize - total);
    int taken = Math.min(length - skipped, ring.length);
    int from = length - taken;
    int place = (int) ((total + from - headSize) % ring.length);
    int first = Math.min(taken, ring.length - place);
    System.arraycopy(piece, from, ring, place, first);
    System.arraycopy(piece, from + first, ring, 0, taken - first);
  }

  /** Returns how many octets arrived so far. */
  long total() {
    lock.lock();
    try {
      return total;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more, and returns what is kept. Called once. */
  CapturedOutput close() {
    lock.lock();
    try {
      closed = true;
      Sha256 all = Sha256.wrap(digest.digest());
      long tailStart = Math.max(Math.min(total, headSize), total - tailSize);
      long headEnd = Math.min(total, headSize);
      if (tailStart > headEnd) {
        headEnd = Utf8.start(this::at, headEnd);
        long divided = Utf8.start(this::at, tailStart);
        tailStart = divided == tailStart ? divided : divided + Utf8.sequence(this::at, divided);
      }
      byte[] tail = new byte[(int) (total - tailStart)];
      for (int done = 0; done < tail.length; ) {
        int place = (int) ((tailStart + done - headSize) % ring.length);
        int length = Math.min(tail.length - done, ring.length - place);
        System.arraycopy(ring, place, tail, done, length);
        done += length;
      }
      byte[] start = head.length == headEnd ? head : Arrays.copyOf(head, (int) headEnd);
      CapturedOutput captured = new CapturedOutput(start, tail, total, all);
      head = new byte[0];
      ring = head;
      return captured;
    } finally {
      lock.unlock();
    }
  }

  private int at(long place) {
    if (place >= total) {
      return -1;
    }
    if (place < headSize + Utf8.MOST_BEHIND) {
      return head[(int) place] & 0xFF;
    }
    return ring[(int) ((place - headSize) % ring.length)] & 0xFF;
  }
}

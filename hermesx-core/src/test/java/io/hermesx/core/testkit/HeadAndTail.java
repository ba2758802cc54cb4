// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.Sha256;
import io.hermesx.core.sandbox.CapturedOutput;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A stream that keeps the beginning and the end of what is written, and counts it all. Written by
 * one thread, read after that has ended.
 */
final class HeadAndTail extends OutputStream {

  private final byte[] head;
  private final byte[] ring;
  private final MessageDigest all;
  private long total;

  HeadAndTail(int kept) {
    this.head = new byte[kept / 2];
    this.ring = new byte[kept - kept / 2];
    this.all = sha256();
  }

  @Override
  public void write(int octet) {
    if (total < head.length) {
      head[(int) total] = (byte) octet;
    } else {
      ring[(int) ((total - head.length) % ring.length)] = (byte) octet;
    }
    all.update((byte) octet);
    total++;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Sha256 digest() {
    return Sha256.wrap(all.digest());
  }

  CapturedOutput captured() {
    if (total <= head.length) {
      return new CapturedOutput(Arrays.copyOf(head, (int) total), new byte[0], total, digest());
    }
    long behind = total - head.length;
    int size = (int) Math.min(behind, ring.length);
    byte[] tail = new byte[size];
    for (int i = 0; i < size; i++) {
      tail[i] = ring[(int) ((behind - size + i) % ring.length)];
    }
    return new CapturedOutput(head.clone(), tail, total, digest());
  }
}

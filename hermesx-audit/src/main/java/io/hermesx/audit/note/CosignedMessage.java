// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What an ML-DSA-44 key signs for a checkpoint: the {@code cosigned_message} of C2SP
 * tlog-cosignature, which has the name of the key and a time beside the checkpoint.
 */
final class CosignedMessage {

  /** The last second of the year 9999, beyond which no time is accepted. */
  static final long LATEST = 253_402_300_799L;

  private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

  private CosignedMessage() {}

  static byte[] of(String cosigner, long seconds, Checkpoint checkpoint) {
    byte[] name = cosigner.getBytes(StandardCharsets.UTF_8);
    byte[] origin = checkpoint.origin().getBytes(StandardCharsets.UTF_8);
    byte[] root = checkpoint.root().octets();
    return ByteBuffer.allocate(
            LABEL.length + 1 + name.length + 1 + origin.length + 3 * Long.BYTES + root.length)
        .put(LABEL)
        .put((byte) name.length)
        .put(name)
        .putLong(seconds)
        .put((byte) origin.length)
        .put(origin)
        .putLong(0) // the first leaf of the tree
        .putLong(checkpoint.size())
        .put(root)
        .array();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.time;

import io.hermesx.core.Sha256;
import java.nio.ByteBuffer;
import java.util.UUID;

/** UUIDs that a hash decides, so that the same thing has the same id everywhere (RFC 9562 §5.8). */
public final class UuidV8 {

  private UuidV8() {}

  /** The first 128 bits of a hash, but for the six that say version 8 and the variant. */
  public static UUID of(Sha256 hash) {
    ByteBuffer octets = ByteBuffer.wrap(hash.octets());
    long high = (octets.getLong() & 0xffffffffffff0fffL) | 0x8000L;
    long low = (octets.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}

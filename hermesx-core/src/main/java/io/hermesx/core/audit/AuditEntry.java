// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.Sha256;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event in its place.
 *
 * @param seq its place, from 0 without a gap
 * @param id the event's identity
 * @param header the exact octets that were hashed; treat as immutable
 * @param leaf the hash of the header, as it stands in the tree
 */
@SuppressWarnings("ArrayRecordComponent")
public record AuditEntry(long seq, UUID id, byte[] header, Sha256 leaf) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AuditEntry that
        && seq == that.seq
        && id.equals(that.id)
        && Arrays.equals(header, that.header)
        && leaf.equals(that.leaf);
  }

  @Override
  public int hashCode() {
    return leaf.hashCode();
  }
}

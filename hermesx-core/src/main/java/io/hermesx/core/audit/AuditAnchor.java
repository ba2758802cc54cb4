// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What an anchor outside gave for a checkpoint.
 *
 * @param size the size of the checkpoint
 * @param name which anchor it was: 1 to 128 visible ASCII characters
 * @param receipt what it gave, as its octets, such as an RFC 3161 token; treat as immutable
 */
@SuppressWarnings("ArrayRecordComponent")
public record AuditAnchor(long size, String name, byte[] receipt) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AuditAnchor that
        && size == that.size
        && name.equals(that.name)
        && Arrays.equals(receipt, that.receipt);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(size) + name.hashCode();
  }
}

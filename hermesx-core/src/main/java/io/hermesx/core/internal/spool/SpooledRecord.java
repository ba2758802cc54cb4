// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record of a {@link Spool} and its place in it.
 *
 * @param position its number in order of append, from 1; never that of another acknowledged record
 * @param octets what was appended; the caller's own copy
 */
@SuppressWarnings("ArrayRecordComponent")
public record SpooledRecord(long position, byte[] octets) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SpooledRecord that
        && position == that.position
        && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(position);
  }
}

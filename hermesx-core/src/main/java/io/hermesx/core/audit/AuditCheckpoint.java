// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A signed statement of how large a log was and which root its tree had.
 *
 * @param size how many events the log had
 * @param note the signed note (C2SP tlog-checkpoint) as its octets; treat as immutable
 * @param keep how long it is kept
 */
@SuppressWarnings("ArrayRecordComponent")
public record AuditCheckpoint(long size, byte[] note, Keep keep) {

  /** How long a checkpoint is kept. */
  public enum Keep {
    /** Until there is a later one. */
    UNTIL_NEXT,
    /** As long as the log. */
    ALWAYS
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AuditCheckpoint that
        && size == that.size
        && Arrays.equals(note, that.note)
        && keep == that.keep;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(size);
  }
}

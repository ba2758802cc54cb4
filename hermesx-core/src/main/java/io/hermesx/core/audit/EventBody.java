// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Encrypted payload of an event as it is kept beside the log.
 *
 * @param event the event
 * @param path which payload of it this is; once in an event
 * @param ciphertext the octets; treat as immutable
 */
@SuppressWarnings("ArrayRecordComponent")
public record EventBody(UUID event, String path, byte[] ciphertext) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventBody that
        && event.equals(that.event)
        && path.equals(that.path)
        && Arrays.equals(ciphertext, that.ciphertext);
  }

  @Override
  public int hashCode() {
    return 31 * event.hashCode() + path.hashCode();
  }

  @Override
  public String toString() {
    return "EventBody[" + event + ", " + path + ", " + ciphertext.length + " octets]";
  }
}

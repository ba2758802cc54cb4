// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.audit.format.Base64Digest;
import java.util.List;

/**
 * The verifier keys that a log may have been begun with, beside none.
 *
 * @param keys in their text form
 */
public record GenesisKeys(List<String> keys) {

  /** For a log that was begun without a signer. */
  public static final GenesisKeys NONE = new GenesisKeys(List.of());

  /** Copies the list. */
  public GenesisKeys {
    keys = List.copyOf(keys);
  }

  /** Whether a log that came into being at that time begins with the hash that is named. */
  boolean begin(AuditOrigin origin, long createdMicros, String named) {
    return Base64Digest.of(origin.genesis(createdMicros)).equals(named)
        || keys.stream()
            .anyMatch(key -> Base64Digest.of(origin.genesis(createdMicros, key)).equals(named));
  }
}

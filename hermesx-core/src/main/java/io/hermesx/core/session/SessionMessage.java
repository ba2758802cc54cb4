// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.session;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.time.Instants;
import java.time.Instant;

/**
 * A message in its place in a conversation.
 *
 * @param seq its place, from 1 without a gap
 * @param body what was said, in the host's own form; kept as it is
 * @param at when it was written, by the store's clock
 */
public record SessionMessage(long seq, JsonObject body, Instant at) {

  /** Cuts the instant to microseconds. */
  public SessionMessage {
    at = Instants.truncate(at);
  }
}

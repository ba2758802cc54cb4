// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.usage;

import io.hermesx.core.Dimensions;
import io.hermesx.core.internal.Names;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.time.Instants;
import java.time.Instant;

/**
 * What one call used and cost.
 *
 * @param source who counted, such as {@code hermesx.guard}; 1 to 128 visible ASCII characters
 * @param id unique within tenant and source, made from the call and never from the attempt: the
 *     same event twice counts once
 * @param occurredAt when it happened
 * @param dimensions who and what it is counted for
 * @param asked the model or tool asked for
 * @param served the model that answered, or the tool
 * @param tokens the tokens used; none for a tool
 * @param nanoUsd what it cost, in nano-USD; 0 or more
 * @param priceVersion the prices it was computed with
 * @param status whether the call came to its end
 */
public record UsageEvent(
    String source,
    String id,
    Instant occurredAt,
    Dimensions dimensions,
    String asked,
    String served,
    TokenUsage tokens,
    long nanoUsd,
    String priceVersion,
    UsageStatus status) {

  /** Checks the identifiers and the cost, and cuts the instant to microseconds. */
  public UsageEvent {
    Names.requireToken("usage source", source);
    Names.requireToken("usage event id", id);
    occurredAt = Instants.truncate(occurredAt);
    if (nanoUsd < 0) {
      throw new IllegalArgumentException(
          "a usage event costs " + nanoUsd + " nano-USD, allowed: 0 or more");
    }
  }
}

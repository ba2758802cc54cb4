// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.usage;

import io.hermesx.core.model.TokenUsage;

/**
 * What was used over a time.
 *
 * @param events how many calls
 * @param tokens all tokens
 * @param nanoUsd what it all cost, in nano-USD
 */
public record UsageTotals(long events, TokenUsage tokens, long nanoUsd) {

  /** Nothing. */
  public static final UsageTotals ZERO = new UsageTotals(0, TokenUsage.ZERO, 0);

  /** Returns these totals with one more event. */
  public UsageTotals plus(UsageEvent event) {
    TokenUsage more = event.tokens();
    TokenUsage sum =
        new TokenUsage(
            Math.addExact(tokens.input(), more.input()),
            Math.addExact(tokens.cachedInput(), more.cachedInput()),
            Math.addExact(tokens.output(), more.output()));
    return new UsageTotals(events + 1, sum, Math.addExact(nanoUsd, event.nanoUsd()));
  }
}

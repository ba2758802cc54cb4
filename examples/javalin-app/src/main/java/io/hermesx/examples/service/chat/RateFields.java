// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimitHeaders;
import io.hermesx.examples.service.http.Call;
import java.util.function.Consumer;

/**
 * Puts what the rate limiter decides on the answer, before it begins: of several guarded calls in
 * one request the last one that was decided by then.
 */
final class RateFields {

  private static final RateLimitHeaders HEADERS = RateLimitHeaders.standard();

  private RateFields() {}

  static Consumer<RateDecision> on(Call call) {
    return decision -> HEADERS.about(decision).forEach(call::replyHeader);
  }
}

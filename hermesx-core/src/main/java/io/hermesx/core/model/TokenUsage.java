// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

/**
 * The tokens a model call used.
 *
 * @param input tokens read, those from the cache not counted
 * @param cachedInput tokens read from the provider's cache
 * @param output tokens written, reasoning included
 */
public record TokenUsage(long input, long cachedInput, long output) {

  /** No token at all. */
  public static final TokenUsage ZERO = new TokenUsage(0, 0, 0);

  /** Checks that none is negative. */
  public TokenUsage {
    if (input < 0 || cachedInput < 0 || output < 0) {
      throw new IllegalArgumentException(
          "token usage is "
              + input
              + " input, "
              + cachedInput
              + " cached, "
              + output
              + " output, allowed: 0 or more");
    }
  }

  /** Returns all tokens together. */
  public long total() {
    return Math.addExact(Math.addExact(input, cachedInput), output);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

/**
 * Says how many tokens a text has at most, before a provider counted them. Reservations are made
 * with it, so an estimate that is too low lets a call cost more than was held.
 */
@FunctionalInterface
public interface TokenEstimator {

  /** What is added for each message: roles and separators. */
  int MESSAGE_OVERHEAD = 16;

  /** Returns the most tokens that the text can have. */
  long tokens(String text);

  /**
   * Returns the most tokens that the request can have: its messages, the tools it offers, its
   * options.
   */
  default long inputTokens(ModelRequest request) {
    long sum = 0;
    for (ChatMessage message : request.messages()) {
      sum += tokens(message.content()) + MESSAGE_OVERHEAD;
      sum += message.answers().map(this::tokens).orElse(0L);
      for (var call : message.toolCalls()) {
        sum += tokens(call.id().value()) + tokens(call.tool());
        sum += tokens(call.argumentsJson()) + MESSAGE_OVERHEAD;
      }
    }
    for (var tool : request.tools()) {
      sum += tokens(tool.name().value()) + tokens(tool.description());
      sum += tokens(tool.inputSchema().toJson()) + MESSAGE_OVERHEAD;
    }
    return request.options().size() == 0 ? sum : sum + tokens(request.options().toJson());
  }

  /**
   * One token for each octet of UTF-8: no byte-level tokenizer makes more, so a hold made with it
   * always is enough. Half a surrogate pair counts as the three octets of what replaces it. It is
   * about four times what English text really has; the difference is given back when the call is
   * settled.
   */
  static TokenEstimator upperBound() {
    return text -> text.codePoints().mapToLong(TokenEstimator::octets).sum();
  }

  private static long octets(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

import java.nio.charset.StandardCharsets;

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

  /** Returns the most tokens that the request can have: its messages and the tools it offers. */
  default long inputTokens(ModelRequest request) {
    long sum = 0;
    for (ChatMessage message : request.messages()) {
      sum += tokens(message.content()) + MESSAGE_OVERHEAD;
      for (var call : message.toolCalls()) {
        sum += tokens(call.tool()) + tokens(call.argumentsJson()) + MESSAGE_OVERHEAD;
      }
    }
    for (var tool : request.tools()) {
      sum += tokens(tool.description()) + tokens(tool.inputSchema().toJson()) + MESSAGE_OVERHEAD;
    }
    return sum;
  }

  /**
   * One token for each octet of UTF-8: no byte-level tokenizer makes more, so a hold made with it
   * always is enough. It is about four times what English text really has; the difference is given
   * back when the call is settled.
   */
  static TokenEstimator upperBound() {
    return text -> text.getBytes(StandardCharsets.UTF_8).length;
  }
}

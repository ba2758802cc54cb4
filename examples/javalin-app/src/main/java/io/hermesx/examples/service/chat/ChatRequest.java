// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.tool.ToolDefinition;
import java.util.List;

/**
 * What a client asks for, understood.
 *
 * @param model the model
 * @param messages the chat so far
 * @param tools the client's own tools
 * @param maxOutputTokens the most the model may write in one turn
 * @param delivery whole or streamed
 * @param options what goes upstream as it is
 */
record ChatRequest(
    String model,
    List<ChatMessage> messages,
    List<ToolDefinition> tools,
    int maxOutputTokens,
    Delivery delivery,
    JsonObject options) {

  /** How the answer is handed over. */
  enum Delivery {
    WHOLE,
    STREAMED,
    STREAMED_WITH_USAGE
  }

  boolean streamed() {
    return delivery != Delivery.WHOLE;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.model;

import io.hermesx.core.internal.Names;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tool.CallId;
import io.hermesx.core.tool.ToolDefinition;
import java.util.List;

/**
 * A request to a model.
 *
 * @param id the id of this request within its run; asking again with the same id and content gives
 *     the recorded answer
 * @param model the model asked for
 * @param downgrades models to use instead, in this order, where the budget has no room for the one
 *     asked for
 * @param messages the chat so far; at least one
 * @param tools the tools the model may ask for
 * @param maxOutputTokens the most the model may write; 1 to 1,000,000. The guard lowers it to what
 *     the budget has room for
 * @param options the provider's own parameters, such as {@code temperature}, handed through as they
 *     are; the client says which it knows
 */
public record ModelRequest(
    CallId id,
    String model,
    List<String> downgrades,
    List<ChatMessage> messages,
    List<ToolDefinition> tools,
    int maxOutputTokens,
    JsonObject options) {

  private static final int MAX_OUTPUT_TOKENS = 1_000_000;

  /** Checks the ranges and copies the lists. */
  public ModelRequest {
    Names.requireToken("model name", model);
    downgrades = List.copyOf(downgrades);
    downgrades.forEach(name -> Names.requireToken("model name", name));
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a model request has no message; pass at least one");
    }
    if (maxOutputTokens < 1 || maxOutputTokens > MAX_OUTPUT_TOKENS) {
      throw new IllegalArgumentException(
          "maxOutputTokens is " + maxOutputTokens + ", allowed: 1 to " + MAX_OUTPUT_TOKENS);
    }
  }

  /** A request without tools and downgrades that may write up to 1,024 tokens. */
  public static ModelRequest of(String id, String model, ChatMessage... messages) {
    return new ModelRequest(
        new CallId(id), model, List.of(), List.of(messages), List.of(), 1_024, JsonObject.empty());
  }

  /** Returns this request with the tools the model may ask for. */
  public ModelRequest withTools(List<ToolDefinition> list) {
    return new ModelRequest(id, model, downgrades, messages, list, maxOutputTokens, options);
  }

  /** Returns this request with the models to fall back to. */
  public ModelRequest withDowngrades(String... models) {
    return new ModelRequest(id, model, List.of(models), messages, tools, maxOutputTokens, options);
  }

  /** Returns this request with another cap on what the model may write. */
  public ModelRequest withMaxOutputTokens(int tokens) {
    return new ModelRequest(id, model, downgrades, messages, tools, tokens, options);
  }

  /** Returns this request for another model. */
  public ModelRequest withModel(String name) {
    return new ModelRequest(id, name, downgrades, messages, tools, maxOutputTokens, options);
  }

  /** Returns this request with other messages. */
  public ModelRequest withMessages(List<ChatMessage> list) {
    return new ModelRequest(id, model, downgrades, list, tools, maxOutputTokens, options);
  }

  /** Returns this request with other parameters of the provider's own. */
  public ModelRequest withOptions(JsonObject parameters) {
    return new ModelRequest(id, model, downgrades, messages, tools, maxOutputTokens, parameters);
  }
}

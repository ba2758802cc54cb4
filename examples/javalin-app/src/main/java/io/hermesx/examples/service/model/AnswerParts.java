// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.model;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonKind;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.model.FinishReason;
import io.hermesx.core.model.TokenUsage;
import java.util.List;
import java.util.Optional;

/**
 * The parts that whole and streamed answers share. A member of the wrong kind is an answer that
 * cannot be understood; one that is null or missing is not there.
 */
final class AnswerParts {

  private AnswerParts() {}

  /** The first choice; others were never asked for. */
  static Optional<JsonObject> choice(JsonObject answer) throws UpstreamFailure {
    for (JsonObject choice : objects(answer, "choices")) {
      if (integer(choice, "index").orElse(0L) == 0) {
        return Optional.of(choice);
      }
    }
    return Optional.empty();
  }

  /** What the provider calls stop reasons; one of its own invention means that it was done. */
  static Optional<FinishReason> finishReason(JsonObject choice) throws UpstreamFailure {
    return text(choice, "finish_reason")
        .map(
            reason ->
                switch (reason) {
                  case "length" -> FinishReason.LENGTH;
                  case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
                  case "content_filter" -> FinishReason.CONTENT_FILTER;
                  default -> FinishReason.STOP;
                });
  }

  /** The tokens used; those from the cache are part of what the provider calls the prompt. */
  static Optional<TokenUsage> usage(JsonObject answer) throws UpstreamFailure {
    Optional<JsonObject> usage = object(answer, "usage");
    if (usage.isEmpty()) {
      return Optional.empty();
    }
    long prompt = integer(usage.get(), "prompt_tokens").orElse(0L);
    long written = integer(usage.get(), "completion_tokens").orElse(0L);
    Optional<JsonObject> details = object(usage.get(), "prompt_tokens_details");
    long cached = details.isPresent() ? integer(details.get(), "cached_tokens").orElse(0L) : 0;
    if (cached > prompt) {
      throw UpstreamFailure.invalid("usage has more cached tokens than tokens of the prompt");
    }
    return Optional.of(new TokenUsage(prompt - cached, cached, written));
  }

  static Optional<JsonObject> object(JsonObject parent, String key) throws UpstreamFailure {
    return member(parent, key, JsonObject.class);
  }

  static Optional<String> text(JsonObject parent, String key) throws UpstreamFailure {
    return member(parent, key, JsonString.class).map(JsonString::value);
  }

  static List<JsonObject> objects(JsonObject parent, String key) throws UpstreamFailure {
    Optional<JsonArray> array = member(parent, key, JsonArray.class);
    if (array.isEmpty()) {
      return List.of();
    }
    if (!array.get().items().stream().allMatch(JsonObject.class::isInstance)) {
      throw UpstreamFailure.invalid(key + " has an item that is no object");
    }
    return array.get().items().stream().map(JsonObject.class::cast).toList();
  }

  /** An integer, 0 or more. */
  static Optional<Long> integer(JsonObject parent, String key) throws UpstreamFailure {
    Optional<JsonNumber> number = member(parent, key, JsonNumber.class);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    if (!number.get().isInteger()
        || number.get().doubleValue() < 0
        || number.get().doubleValue() > 0x1p53) {
      throw UpstreamFailure.invalid(key + " is no count");
    }
    return Optional.of(number.get().longValueExact());
  }

  private static <T extends JsonValue> Optional<T> member(
      JsonObject parent, String key, Class<T> kind) throws UpstreamFailure {
    Optional<JsonValue> value = parent.find(key).filter(v -> v.kind() != JsonKind.NULL);
    if (value.isPresent() && !kind.isInstance(value.get())) {
      throw UpstreamFailure.invalid(key + " is a " + value.get().kind() + ", which it cannot be");
    }
    return value.map(kind::cast);
  }
}

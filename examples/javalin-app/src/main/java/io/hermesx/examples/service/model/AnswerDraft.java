// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.model;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.model.FinishReason;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.model.TokenEstimator;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it grows, from a whole message or piece by piece. Not thread-safe.
 *
 * <p>Where the upstream does not say what was used, the answer counts as what it can have used at
 * most: one token for each octet.
 */
final class AnswerDraft {

  private static final int MAX_CALLS = 128;
  private static final TokenEstimator UPPER_BOUND = TokenEstimator.upperBound();

  private final ModelRequest request;
  private final StringBuilder content = new StringBuilder();
  private final Map<Long, CallDraft> calls = new TreeMap<>();
  private @Nullable FinishReason finished;
  private @Nullable TokenUsage usage;
  private @Nullable String served;
  private boolean begun;

  AnswerDraft(ModelRequest request) {
    this.request = request;
  }

  private static final class CallDraft {
    private @Nullable String id;
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();
  }

  /** Takes a whole answer, or a chunk of one; returns the text that it adds. */
  String take(JsonObject answer, String messageKey) throws UpstreamFailure {
    served = AnswerParts.text(answer, "model").orElse(served);
    usage = AnswerParts.usage(answer).orElse(usage);
    Optional<JsonObject> choice = AnswerParts.choice(answer);
    if (choice.isEmpty()) {
      return "";
    }
    begun = true;
    finished = AnswerParts.finishReason(choice.get()).orElse(finished);
    Optional<JsonObject> message = AnswerParts.object(choice.get(), messageKey);
    return message.isPresent() ? message(message.get()) : "";
  }

  private String message(JsonObject message) throws UpstreamFailure {
    for (JsonObject call : AnswerParts.objects(message, "tool_calls")) {
      call(call);
    }
    Optional<String> text = AnswerParts.text(message, "content");
    String added = text.isPresent() ? text.get() : AnswerParts.text(message, "refusal").orElse("");
    content.append(added);
    return added;
  }

  /** Takes a call or a fragment of one; some upstreams number them, some send each whole. */
  private void call(JsonObject fragment) throws UpstreamFailure {
    Optional<String> id = AnswerParts.text(fragment, "id").filter(text -> !text.isEmpty());
    Optional<Long> index = AnswerParts.integer(fragment, "index");
    long next = calls.size();
    long place = index.orElse(id.isPresent() || next == 0 ? next : next - 1);
    if (place > next || place >= MAX_CALLS) {
      throw UpstreamFailure.invalid("a tool call is numbered out of order or beyond " + MAX_CALLS);
    }
    CallDraft call = calls.computeIfAbsent(place, key -> new CallDraft());
    if (id.isPresent()) {
      call.id = id.get();
    }
    Optional<JsonObject> function = AnswerParts.object(fragment, "function");
    if (function.isPresent()) {
      call.name.append(AnswerParts.text(function.get(), "name").orElse(""));
      call.arguments.append(AnswerParts.text(function.get(), "arguments").orElse(""));
    }
  }

  /** Tells whether anything of an answer has come. */
  boolean begun() {
    return begun;
  }

  /** Tells whether the upstream said why it stopped. */
  boolean finished() {
    return finished != null;
  }

  /** What the upstream says was used so far; nothing if it said nothing. */
  TokenUsage reported() {
    return usage == null ? TokenUsage.ZERO : usage;
  }

  ModelAnswer answer() throws UpstreamFailure {
    if (!begun) {
      throw UpstreamFailure.invalid("the answer has no choice");
    }
    List<ToolCall> asked = new ArrayList<>();
    for (var entry : calls.entrySet()) {
      asked.add(call(entry.getKey(), entry.getValue()));
    }
    FinishReason reason = finished == null ? FinishReason.STOP : finished;
    if (!asked.isEmpty() && reason == FinishReason.STOP) {
      reason = FinishReason.TOOL_CALLS;
    }
    return new ModelAnswer(content.toString(), asked, reason, used(asked), servedBy());
  }

  private static ToolCall call(long place, CallDraft draft) throws UpstreamFailure {
    if (draft.name.isEmpty()) {
      throw UpstreamFailure.invalid("a tool call names no function");
    }
    String id = draft.id == null ? "call_" + place : draft.id;
    String arguments = draft.arguments.isEmpty() ? "{}" : draft.arguments.toString();
    try {
      return ToolCall.of(id, draft.name.toString(), arguments);
    } catch (IllegalArgumentException e) {
      throw UpstreamFailure.invalid(
          "the id of a tool call is not 1 to 128 visible ASCII characters");
    }
  }

  private TokenUsage used(List<ToolCall> asked) {
    if (usage != null && !usage.equals(TokenUsage.ZERO)) {
      return usage;
    }
    long written = UPPER_BOUND.tokens(content.toString());
    for (ToolCall call : asked) {
      written += UPPER_BOUND.tokens(call.tool()) + UPPER_BOUND.tokens(call.argumentsJson());
    }
    return new TokenUsage(
        UPPER_BOUND.inputTokens(request), 0, Math.min(written, request.maxOutputTokens()));
  }

  /** The model that answered; a name that could not stand in a record is not taken over. */
  private String servedBy() {
    boolean fit =
        served != null
            && !served.isEmpty()
            && served.length() <= 128
            && served.chars().allMatch(c -> c > ' ' && c < 0x7f);
    return fit && served != null ? served : request.model();
  }
}

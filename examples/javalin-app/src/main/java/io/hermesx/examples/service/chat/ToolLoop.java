// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.guard.ModelOutcome;
import io.hermesx.core.guard.ToolOutcome;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.FinishReason;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.model.Role;
import io.hermesx.core.tool.CallId;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks the model, calls the service's own tools that it asks for, tells it what became of them, and
 * asks again, until it has answered, wants a tool of the client's, or its turns are over. One
 * object a request; not thread-safe.
 *
 * <p>A turn that asks for tools of both kinds goes to the client with only its own: what the
 * service would find out now could not be told to the model later, so those calls are not made, and
 * the model asks for them again.
 */
final class ToolLoop {

  /** The most turns of one request. */
  static final int MAX_TURNS = 10;

  private final ChatParts parts;
  private final Chain chain;
  private final ChatRequest request;
  private final Set<String> clientTools;
  private final List<ToolDefinition> offered;
  private final List<ChatMessage> messages;
  private GuardContext context;
  private JsonObject options;

  ToolLoop(ChatParts parts, Chain chain, GuardContext context, ChatRequest request) {
    this.parts = parts;
    this.chain = chain;
    this.context = context;
    this.request = request;
    this.messages = new ArrayList<>(request.messages());
    this.clientTools =
        request.tools().stream()
            .map(tool -> tool.name().value())
            .collect(Collectors.toUnmodifiableSet());
    this.offered = offered(parts.guard(), context, request.tools());
    this.options = offered.isEmpty() ? withoutToolOptions(request.options()) : request.options();
  }

  private static List<ToolDefinition> offered(
      AgentGuard guard, GuardContext context, List<ToolDefinition> clients) {
    List<ToolDefinition> all = new ArrayList<>(clients);
    for (ToolDefinition tool : guard.visibleTools(context)) {
      for (int i = 0; i < clients.size(); i++) {
        if (clients.get(i).name().equals(tool.name())) {
          throw Fields.refusal(
              "/tools/" + i + "/function/name",
              "is the name of a tool of this service; choose another, or leave it out to use that");
        }
      }
      all.add(tool);
    }
    return all;
  }

  /**
   * Runs the chat; what is said goes to the speech as it is said.
   *
   * @throws io.hermesx.examples.service.http.ProblemException if the model may not be asked, or
   *     gives no answer
   */
  Transcript run(Speech speech) {
    Transcript transcript = new Transcript(speech, request.model());
    for (int turn = 1; turn <= MAX_TURNS; turn++) {
      ModelAnswer answer = ask(turn, speech, transcript);
      speech.pause();
      if (!goesOn(turn, answer, transcript)) {
        return transcript;
      }
    }
    transcript.halt();
    return transcript;
  }

  private ModelAnswer ask(int turn, Speech speech, Transcript transcript) {
    ModelRequest asked =
        new ModelRequest(
            new CallId(chain.turnId(turn)),
            request.model(),
            List.of(),
            messages,
            offered,
            request.maxOutputTokens(),
            options);
    ModelOutcome outcome =
        request.streamed()
            ? parts.guard().stream(context, asked, parts.model(), speech)
            : parts.guard().chat(context, asked, parts.model());
    ModelOutcome.Answered answered =
        outcome.map(
            good -> good,
            denied -> {
              throw Refusals.of(denied.denial()).exception();
            },
            failed -> {
              throw Refusals.of(failed.failure()).exception();
            },
            unknown -> {
              throw Refusals.indeterminate(unknown.receipt()).exception();
            });
    if (!request.streamed()) {
      speech.text(answered.answer().content());
    }
    transcript.took(answered);
    context = context.withSignals(answered.signals());
    return answered.answer();
  }

  /** Deals with the calls of a turn; tells whether the model is to be asked again. */
  private boolean goesOn(int turn, ModelAnswer answer, Transcript transcript) {
    List<ToolCall> ofClient =
        answer.toolCalls().stream().filter(call -> clientTools.contains(call.tool())).toList();
    List<ToolCall> ofService =
        answer.toolCalls().stream().filter(call -> !clientTools.contains(call.tool())).toList();
    if (!ofClient.isEmpty()) {
      transcript.handOver(ofClient, ofService.stream().map(ToolCall::tool).toList());
      return false;
    }
    if (ofService.isEmpty() || answer.finishReason() != FinishReason.TOOL_CALLS) {
      return false;
    }
    messages.add(new ChatMessage(Role.ASSISTANT, answer.content(), ofService, Optional.empty()));
    for (int i = 0; i < ofService.size(); i++) {
      call(ofService.get(i), chain.toolId(turn, i), transcript);
    }
    options = withoutToolOptions(options);
    return true;
  }

  /** The ids of models repeat themselves, so the guard is given one of ours. */
  private void call(ToolCall asked, String id, Transcript transcript) {
    ToolCall call = ToolCall.of(id, asked.tool(), asked.argumentsJson());
    ToolOutcome outcome = parts.guard().invoke(context, call);
    transcript.called(new ServerCall(call, outcome));
    if (outcome instanceof ToolOutcome.Executed executed) {
      context = context.withSignals(executed.signals());
    }
    messages.add(ChatMessage.tool(asked.id().value(), outcome.forModel()));
  }

  /** A choice that forces a tool holds for the first turn: forced again, it would never end. */
  private static JsonObject withoutToolOptions(JsonObject options) {
    JsonObject.Builder kept = JsonObject.builder();
    options
        .members()
        .forEach(
            (key, value) -> {
              if (!key.equals("tool_choice") && !key.equals("parallel_tool_calls")) {
                kept.put(key, value);
              }
            });
    return kept.build();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.quickstart;

import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.guard.ModelOutcome;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.FinishReason;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelClient;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.model.TokenUsage;
import java.util.List;

/** The first guarded question to a model. */
final class FirstChat {

  private FirstChat() {}

  /** Asks a model that needs no provider, and returns what it answered. */
  static String ask(AgentGuard guard, GuardContext context) {
    // snippet: chat
    ModelClient model =
        (request, deadline) ->
            new ModelAnswer(
                "It was shipped on Tuesday.",
                List.of(),
                FinishReason.STOP,
                new TokenUsage(9, 0, 7),
                request.model());
    var request = ModelRequest.of("turn-1", "large", ChatMessage.user("Where is order 4711?"));
    ModelOutcome outcome = guard.chat(context, request, model);
    return outcome.map(
        answered -> answered.answer().content(),
        denied -> denied.denial().hint(),
        failed -> "The model failed: " + failed.failure(),
        unknown -> "It is not known what became of the question.");
    // end
  }
}

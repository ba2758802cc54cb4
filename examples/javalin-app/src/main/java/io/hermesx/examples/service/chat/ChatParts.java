// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.model.ModelClient;
import io.hermesx.core.time.IdSource;
import java.time.InstantSource;
import java.util.List;

/**
 * What the chat and tools routes are made of.
 *
 * @param guard what every call passes; its store has receipts and sessions
 * @param model who answers
 * @param models the names of models that may be asked for, the usual one first; another name is
 *     answered with 404 before anything is recorded
 * @param ids where run and call ids come from
 * @param clock the time that answers carry
 */
public record ChatParts(
    AgentGuard guard, ModelClient model, List<String> models, IdSource ids, InstantSource clock) {

  /** Copies the list; at least one model is required. */
  public ChatParts {
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("no model may be asked for; name at least one");
    }
  }
}

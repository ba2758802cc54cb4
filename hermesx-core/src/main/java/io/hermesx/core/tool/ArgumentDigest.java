// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.Sha256;
import io.hermesx.core.auth.Actor;
import io.hermesx.core.json.JsonObject;

/**
 * The digest of a call: who wants which tool, in which definition, to do what. An approval is bound
 * to it, and a call id that comes back with another digest is refused.
 *
 * <p>Format v1, frozen (docs/reference/formats.md): {@code SHA-256("hermesx/argument-digest/v1" ||
 * 0x00 || JCS(call))}. It is no secret and no protection of what it covers: short arguments can be
 * guessed from it. The audit trail therefore holds a salted commitment instead.
 */
public final class ArgumentDigest {

  private static final String DOMAIN = "hermesx/argument-digest/v1";

  private ArgumentDigest() {}

  /** Computes the digest of a tool call. */
  public static Sha256 of(Actor actor, ToolDefinition definition, JsonObject arguments) {
    JsonObject.Builder call =
        JsonObject.builder()
            .put("v", 1)
            .put("tenant", actor.tenant().toString())
            .put("principal", actor.principal().ref())
            .put("operation", "tools:invoke")
            .put("tool", definition.name().value())
            .put("pin", definition.pin().toString())
            .put("arguments", arguments);
    actor.agent().ifPresent(agent -> call.put("agent", agent.ref()));
    return Sha256.of(DOMAIN, call.build().canonicalBytes());
  }
}

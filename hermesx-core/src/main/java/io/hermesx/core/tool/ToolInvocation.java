// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.auth.Actor;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.RunId;
import java.time.Instant;

/**
 * What a tool is handed once every gate has let the call through: exactly the arguments that were
 * validated, decided on and, where it was asked for, approved.
 *
 * @param actor on whose authority it runs, tenant included
 * @param run the run the call belongs to
 * @param call the id of the call; with the run it makes a good idempotency key for the tool's own
 *     downstream calls
 * @param arguments the validated arguments
 * @param deadline when the guard stops waiting
 */
public record ToolInvocation(
    Actor actor, RunId run, CallId call, JsonObject arguments, Instant deadline) {}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.chat;

import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.guard.AgentGuard;
import io.hermesx.core.guard.GuardContext;
import io.hermesx.core.guard.ToolOutcome;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolDefinition;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code GET /v1/tools} and {@code POST /v1/tools/{name}/invoke}. Thread-safe. */
public final class ToolRoutes implements Resource {

  private final AgentGuard guard;
  private final IdSource ids;

  /** Answers with these parts. */
  public ToolRoutes(ChatParts parts) {
    this.guard = parts.guard();
    this.ids = parts.ids();
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/tools")
            .summary("Lists the service's own tools that you may call")
            .answers(200, "The tools", Schemas.object("data", Schemas.list(Schemas.anyObject())))
            .handledBy(this::list),
        Route.post("/v1/tools/{name}/invoke")
            .summary("Calls one of the service's own tools through the guard")
            .body(
                Schemas.object(
                    "arguments",
                    Schemas.anyObject(),
                    "call_id?",
                    Schemas.text(1, 128),
                    "approval_id?",
                    Schemas.format("uuid")))
            .idempotent()
            .answers(200, "It ran, and answered or failed", Schemas.anyObject())
            .answers(202, "A person must agree first", Schemas.anyObject())
            .handledBy(this::invoke));
  }

  private Reply list(Call call) {
    GuardContext context = Chain.of(call, ids).context(call);
    List<JsonObject> rows = guard.visibleTools(context).stream().map(ToolRoutes::row).toList();
    return Reply.ok(JsonObject.of("data", JsonArray.of(rows)));
  }

  private static JsonObject row(ToolDefinition tool) {
    return JsonObject.builder()
        .put("name", tool.name().value())
        .put("description", tool.description())
        .put("effect", tool.effect().wireName())
        .put("input_schema", tool.inputSchema())
        .put("pin", tool.pin().toString())
        .build();
  }

  private Reply invoke(Call call) {
    Chain chain = Chain.of(call, ids);
    String id = text(call, "call_id").orElse(chain.prefix());
    ToolCall asked;
    try {
      asked = ToolCall.of(id, call.path("name"), (JsonObject) call.body().require("arguments"));
    } catch (IllegalArgumentException e) {
      throw Fields.refusal("/call_id", "must be 1 to 128 visible ASCII characters");
    }
    Optional<ApprovalId> approval =
        text(call, "approval_id").map(UUID::fromString).map(ApprovalId::new);
    GuardContext context = chain.context(call);
    ToolOutcome outcome =
        approval.isPresent()
            ? guard.resume(context, asked, approval.get())
            : guard.invoke(context, asked);
    JsonObject.Builder json =
        JsonObject.builder().put("run_id", chain.run()).put("call_id", asked.id().value());
    return outcome.map(
        executed -> Reply.ok(executed(json, executed)),
        denied -> {
          throw Refusals.of(denied.denial()).exception();
        },
        suspended -> Reply.json(202, suspended(json, suspended)),
        unknown -> {
          throw Refusals.indeterminate(unknown.receipt()).exception();
        });
  }

  private static Optional<String> text(Call call, String key) {
    return call.body().find(key).map(value -> ((JsonString) value).value());
  }

  private static JsonObject executed(JsonObject.Builder json, ToolOutcome.Executed executed) {
    return json.put("outcome", executed.result().error() ? "failed" : "executed")
        .put("receipt_id", executed.receipt().toString())
        .put("content", executed.result().content())
        .put("signals", JsonArray.ofStrings(executed.signals().stream().sorted().toList()))
        .build();
  }

  private static JsonObject suspended(JsonObject.Builder json, ToolOutcome.Suspended suspended) {
    return json.put("outcome", "suspended")
        .put("approval_id", suspended.approval().toString())
        .put("expires_at", suspended.expiresAt().toString())
        .build();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.audit.AuditStatus;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.examples.service.audit.AuditHealth;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import io.hermesx.examples.service.identity.Platform;
import io.hermesx.examples.service.identity.Scopes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far the signed record of the whole service reaches, for whoever runs it. */
public final class AuditStatusRoutes implements Resource {

  private static final String NEVER = "Empty if it never was since the start.";

  private final AuditHealth health;

  /** Shows this. */
  public AuditStatusRoutes(AuditHealth health) {
    this.health = health;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/audit-status")
            .scope(Scopes.METRICS_READ)
            .summary("How far the signed audit record reaches, and what is in the way")
            .answers(
                200,
                "The status",
                Schemas.object(
                    "reasons",
                    Schemas.list(Schemas.text("As in /v1/health.")),
                    "signed_at",
                    Schemas.text(NEVER),
                    "signed_size",
                    Schemas.whole(),
                    "failures",
                    Schemas.list(
                        Schemas.object("log", Schemas.text(""), "reason", Schemas.text(""))),
                    "anchors",
                    Schemas.list(
                        Schemas.object(
                            "name",
                            Schemas.text(""),
                            "anchored_at",
                            Schemas.text(NEVER),
                            "current_at",
                            Schemas.text("When it last had what it is to have."),
                            "size",
                            Schemas.whole(),
                            "failure",
                            Schemas.text("Empty if it took the last one.")))))
            .handledBy(this::status));
  }

  private Reply status(Call call) {
    if (!Platform.includes(call.caller())) {
      throw Problems.forbidden(
          "platform_only", "Only keys of the platform's own tenant may do this.");
    }
    AuditStatus status = health.status();
    return Reply.ok(
        JsonObject.builder()
            .put("reasons", JsonArray.ofStrings(health.reasons()))
            .put("signed_at", text(status.signedAt()))
            .put("signed_size", status.signedSize())
            .put(
                "failures",
                JsonArray.of(status.failures().stream().map(AuditStatusRoutes::json).toList()))
            .put(
                "anchors",
                JsonArray.of(status.anchors().stream().map(AuditStatusRoutes::json).toList()))
            .build());
  }

  private static JsonObject json(AuditStatus.Failure failure) {
    return JsonObject.builder().put("log", failure.log()).put("reason", failure.reason()).build();
  }

  private static JsonObject json(AuditStatus.AnchorStatus anchor) {
    return JsonObject.builder()
        .put("name", anchor.name())
        .put("anchored_at", text(anchor.anchoredAt()))
        .put("current_at", text(anchor.currentAt()))
        .put("size", anchor.size())
        .put("failure", anchor.failure().orElse(""))
        .build();
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse("");
  }
}

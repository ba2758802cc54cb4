// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.examples.service.audit.AuditHealth;
import io.hermesx.examples.service.database.Database;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Problem;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the service is there, and whether it can work. Says nothing about any tenant. */
public final class HealthRoutes implements Resource {

  private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);
  private static final JsonObject SCHEMA = Schemas.object("status", Schemas.oneOf("ok"));
  private static final JsonObject WHOLE =
      Schemas.object(
          "status",
          Schemas.oneOf("ok", "degraded"),
          "reasons",
          Schemas.list(Schemas.oneOf("audit_not_signed", "audit_not_anchored")));

  private final Database database;
  private final AuditHealth audit;

  /** Looks at a database and at the audit trail. */
  public HealthRoutes(Database database, AuditHealth audit) {
    this.database = database;
    this.audit = audit;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/health/live")
            .open()
            .summary("Whether the process answers; asks nothing else")
            .answers(200, "It does", SCHEMA)
            .handledBy(this::live),
        Route.get("/v1/health/ready")
            .open()
            .summary("Whether requests can be served: the database answers")
            .answers(200, "They can", SCHEMA)
            .handledBy(this::ready),
        Route.get("/v1/health")
            .open()
            .summary("The whole: as ready, and whether the audit trail is signed and anchored")
            .answers(200, "Requests can be served; the reasons say what needs a look", WHOLE)
            .handledBy(this::whole));
  }

  private Reply live(Call call) {
    return ok();
  }

  private Reply ready(Call call) {
    try {
      database.requireReady();
    } catch (RuntimeException e) {
      LOG.warn("not ready: {}", e.getMessage());
      throw Problem.of(
              503, "not_ready", "Not ready", "The database does not answer. Try again later.")
          .with("Retry-After", "1")
          .exception();
    }
    return ok();
  }

  /** An event that is not signed yet is on record all the same: that is no reason to be down. */
  private Reply whole(Call call) {
    Reply unused = ready(call);
    List<String> reasons = audit.reasons();
    return Reply.ok(
        JsonObject.builder()
            .put("status", reasons.isEmpty() ? "ok" : "degraded")
            .put("reasons", JsonArray.ofStrings(reasons))
            .build());
  }

  private static Reply ok() {
    return Reply.ok(JsonObject.builder().put("status", "ok").build());
  }
}

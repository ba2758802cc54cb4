// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.json.JsonObject;
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

  private final Database database;

  /** Looks at a database. */
  public HealthRoutes(Database database) {
    this.database = database;
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
            .summary("The whole: the same as ready")
            .answers(200, "All is well", SCHEMA)
            .handledBy(this::ready));
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

  private static Reply ok() {
    return Reply.ok(JsonObject.builder().put("status", "ok").build());
  }
}

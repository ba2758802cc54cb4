// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.identity.Platform;
import io.hermesx.examples.service.identity.Scopes;
import io.hermesx.examples.service.metric.Metrics;
import java.util.List;

/** The numbers of the whole service, for Prometheus with a key of the platform's tenant. */
public final class MetricsRoutes implements Resource {

  private final Metrics metrics;

  /** Shows these. */
  public MetricsRoutes(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/metrics")
            .scope(Scopes.METRICS_READ)
            .summary("The numbers of the service, in Prometheus' text format")
            .answersAs(200, "text/plain", "The numbers")
            .handledBy(this::scrape));
  }

  private Reply scrape(Call call) {
    if (!Platform.includes(call.caller())) {
      throw Problems.forbidden(
          "platform_only", "Only keys of the platform's own tenant may do this.");
    }
    return Reply.text(Metrics.MEDIA_TYPE, metrics.text());
  }
}

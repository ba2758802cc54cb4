// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.AuditPage;
import io.hermesx.core.audit.AuditQuery;
import io.hermesx.core.audit.AuditVerification;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Page;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import io.hermesx.examples.service.identity.Scopes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The audit trail of the caller's tenant: what is in it, and whether it is intact. */
public final class AuditRoutes implements Resource {

  /** Every query parameter that is a text of the header, by its name there. */
  private static final List<String> TEXTS =
      List.of("type", "actor", "tool", "run_id", "resource", "outcome", "decision");

  private final AuditLog log;
  private final AuditChain audit;

  /** Reads a log and verifies it by its chain. */
  public AuditRoutes(AuditLog log, AuditChain audit) {
    this.log = log;
    this.audit = audit;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        list(),
        Route.post("/v1/audit-logs/verify")
            .scope(Scopes.AUDIT_READ)
            .summary("Gives everything staged its place, then checks the whole trail")
            .answers(
                200,
                "What was found",
                Schemas.object(
                    "intact",
                    Schemas.truth(),
                    "events",
                    Schemas.whole(),
                    "root",
                    Schemas.text("The root of the Merkle tree, hexadecimal."),
                    "findings",
                    Schemas.list(
                        Schemas.object(
                            "seq",
                            Schemas.whole(),
                            "code",
                            Schemas.text(""),
                            "explanation",
                            Schemas.text("")))))
            .handledBy(this::verify));
  }

  private Route list() {
    Route.Builder route = Page.on(Route.get("/v1/audit-logs"));
    for (String name : TEXTS) {
      route.query(name, "Only events with exactly this " + name + ".", Schemas.text(1, 512));
    }
    for (String bound : List.of("from", "to")) {
      route.query(
          bound,
          "Only events recorded " + (bound.equals("from") ? "then or later." : "before then."),
          Schemas.format("date-time"));
    }
    return route
        .scope(Scopes.AUDIT_READ)
        .summary(
            "Lists the trail, oldest first; what just happened is in it within seconds. A page may"
                + " be short, even empty, and still have a next one")
        .answers(200, "A page of entries", Page.schema(AuditJson.ENTRY))
        .handledBy(this::list);
  }

  private Reply list(Call call) {
    List<String> filters = new ArrayList<>();
    AuditQuery query = query(call, filters);
    Page page = Page.of(call, filters.toArray(String[]::new));
    long start = page.afterNumber(-1) + 1;
    AuditPage found = query.read(log, call.caller().tenant(), start, page.limit());
    OptionalLong last =
        found.next().isPresent() ? OptionalLong.of(found.next().getAsLong() - 1) : found.next();
    return page.reply(found.entries(), AuditJson::entry, last);
  }

  private static AuditQuery query(Call call, List<String> filters) {
    AuditQuery.Builder query = AuditQuery.builder();
    try {
      TEXTS.forEach(
          name ->
              call.query(name)
                  .ifPresent(
                      value -> {
                        query.text(name, value);
                        filters.add(name + "=" + value);
                      }));
    } catch (IllegalArgumentException e) {
      throw Problems.invalid(e.getMessage() + ". Correct it.");
    }
    time(call, "from", filters).ifPresent(query::from);
    time(call, "to", filters).ifPresent(query::to);
    return query.build();
  }

  private static Optional<Instant> time(Call call, String name, List<String> filters) {
    Optional<String> text = call.query(name);
    text.ifPresent(value -> filters.add(name + "=" + value));
    try {
      return text.map(value -> OffsetDateTime.parse(value).toInstant());
    } catch (DateTimeException e) {
      throw Problems.invalid(name + " is no time, such as 2026-01-31T00:00:00Z. Correct it.");
    }
  }

  private Reply verify(Call call) {
    AuditVerification found = audit.verify(call.caller().tenant());
    return Reply.ok(
        JsonObject.builder()
            .put("intact", found.intact())
            .put("events", found.events())
            .put("root", found.root().hex())
            .put(
                "findings",
                JsonArray.of(
                    found.findings().stream()
                        .map(
                            one ->
                                JsonObject.builder()
                                    .put("seq", one.seq())
                                    .put("code", one.code())
                                    .put("explanation", one.explanation())
                                    .build())
                        .toList()))
            .build());
  }
}

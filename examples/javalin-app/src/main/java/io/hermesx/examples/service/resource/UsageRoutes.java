// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.resource;

import io.hermesx.core.Dimensions;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.store.Store;
import io.hermesx.core.usage.UsageTotals;
import io.hermesx.examples.service.http.Call;
import io.hermesx.examples.service.http.Problems;
import io.hermesx.examples.service.http.Reply;
import io.hermesx.examples.service.http.Resource;
import io.hermesx.examples.service.http.Route;
import io.hermesx.examples.service.http.Schemas;
import io.hermesx.examples.service.identity.Scopes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the caller's tenant used, and what its budgets have left. */
public final class UsageRoutes implements Resource {

  private static final Duration USUAL = Duration.ofDays(30);

  private final Store store;

  /** Reads a store. */
  public UsageRoutes(Store store) {
    this.store = store;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/v1/usage")
            .scope(Scopes.USAGE_READ)
            .summary("Adds up what was used, and shows where the budgets stand")
            .query("from", "From when on; default 30 days before to.", Schemas.format("date-time"))
            .query("to", "Until before when; default now.", Schemas.format("date-time"))
            .answers(
                200,
                "Totals and budgets; money in nano-USD (10^-9 US dollars)",
                Schemas.object(
                    "from",
                    Schemas.format("date-time"),
                    "to",
                    Schemas.format("date-time"),
                    "totals",
                    Schemas.object(
                        "calls",
                        Schemas.whole(),
                        "input_tokens",
                        Schemas.whole(),
                        "cached_input_tokens",
                        Schemas.whole(),
                        "output_tokens",
                        Schemas.whole(),
                        "nano_usd",
                        Schemas.text("A whole number, as text.")),
                    "budgets",
                    Schemas.list(
                        Schemas.object(
                            "name",
                            Schemas.text(""),
                            "unit",
                            Schemas.text(""),
                            "period",
                            Schemas.text(""),
                            "limit",
                            Schemas.text("A whole number, as text."),
                            "committed",
                            Schemas.text("Spent in this period."),
                            "held",
                            Schemas.text("Reserved by calls under way."),
                            "available",
                            Schemas.text("What is left.")))))
            .handledBy(this::usage));
  }

  private Reply usage(Call call) {
    return store
        .forTenant(call.caller().tenant())
        .readOnly(
            tx -> {
              Instant to = instant(call, "to").orElse(tx.now().plusNanos(1_000));
              Instant from = instant(call, "from").orElse(to.minus(USUAL));
              if (from.isAfter(to)) {
                throw Problems.invalid("from is after to. Exchange them.");
              }
              return Reply.ok(
                  JsonObject.builder()
                      .put("from", from.toString())
                      .put("to", to.toString())
                      .put("totals", json(tx.usage().totals(from, to, Dimensions.none())))
                      .put(
                          "budgets",
                          JsonArray.of(
                              tx.budgets().states(Dimensions.none()).stream()
                                  .map(UsageRoutes::json)
                                  .toList()))
                      .build());
            });
  }

  private static Optional<Instant> instant(Call call, String name) {
    try {
      return call.query(name).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw Problems.invalid(name + " is not an instant such as 2026-01-31T00:00:00Z. Correct it.");
    }
  }

  private static JsonObject json(UsageTotals totals) {
    return JsonObject.builder()
        .put("calls", totals.events())
        .put("input_tokens", totals.tokens().input())
        .put("cached_input_tokens", totals.tokens().cachedInput())
        .put("output_tokens", totals.tokens().output())
        .put("nano_usd", Long.toString(totals.nanoUsd()))
        .build();
  }

  private static JsonObject json(BudgetState state) {
    return JsonObject.builder()
        .put("name", state.budget().name())
        .put("unit", state.budget().unit().name().toLowerCase(Locale.ROOT))
        .put("period", state.budget().period().name().toLowerCase(Locale.ROOT))
        .put("limit", Long.toString(state.budget().limit()))
        .put("committed", Long.toString(state.committed()))
        .put("held", Long.toString(state.held()))
        .put("available", Long.toString(state.available()))
        .build();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.BudgetLedger;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.budget.BudgetUnit;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.budget.ReserveOutcome;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.pricing.ModelPrice;
import io.hermesx.core.receipt.Stage;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first model that the budgets have room for: the one asked for, with as much output as
 * fits, then each downgrade. What it reserves is the most the call can cost, so the provider's own
 * cap on output enforces the budget.
 */
final class ModelLadder {

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private final GuardParts parts;
  private final GuardContext context;
  private final ModelRequest request;
  private final long inputTokens;

  ModelLadder(GuardParts parts, GuardContext context, ModelRequest request, long inputTokens) {
    this.parts = parts;
    this.context = context;
    this.request = request;
    this.inputTokens = inputTokens;
  }

  /**
   * A model that fits.
   *
   * @param request the request as it is to be sent
   * @param price what the model costs
   */
  record Rung(ModelRequest request, ModelPrice price) {}

  /** Reserves for the first of the models that fits. */
  Rung reserve(BudgetLedger ledger, List<String> models, ReservationId id, Instant expiresAt) {
    @Nullable Refusal last = null;
    for (String model : models) {
      Optional<ModelPrice> price = parts.records().prices().model(context.tenant(), model);
      if (price.isEmpty()) {
        last = last == null ? unpriced(model) : last;
        continue;
      }
      Attempt attempt =
          new Attempt(
              ledger, context.dimensions(Dimension.MODEL, model), price.get(), id, expiresAt);
      Optional<ReserveOutcome.Exceeded> exceeded = attempt.reserve(request.maxOutputTokens());
      if (exceeded.isEmpty()) {
        return new Rung(request.withModel(model), price.get());
      }
      int affordable = attempt.affordableOutput();
      if (affordable >= parts.options().minOutputTokens()
          && attempt.reserve(affordable).isEmpty()) {
        return new Rung(request.withModel(model).withMaxOutputTokens(affordable), price.get());
      }
      last = ToolOpening.overBudget(exceeded.get().budget(), exceeded.get().asked());
    }
    throw last == null ? unpriced(request.model()) : last;
  }

  private static Refusal unpriced(String model) {
    return new Refusal(
        Denial.of(
            DenialCode.PRICE_UNKNOWN,
            Stage.OPEN,
            "the price book has no price for model " + model));
  }

  /** One model against all budgets that match it. */
  private final class Attempt {

    private final BudgetLedger ledger;
    private final Dimensions dimensions;
    private final ModelPrice price;
    private final ReservationId id;
    private final Instant expiresAt;

    Attempt(
        BudgetLedger ledger,
        Dimensions dimensions,
        ModelPrice price,
        ReservationId id,
        Instant expiresAt) {
      this.ledger = ledger;
      this.dimensions = dimensions;
      this.price = price;
      this.id = id;
      this.expiresAt = expiresAt;
    }

    Optional<ReserveOutcome.Exceeded> reserve(int outputTokens) {
      TokenUsage most = new TokenUsage(inputTokens, 0, outputTokens);
      Amounts amounts = new Amounts(price.ceiling(most), most.total(), 1);
      ReserveOutcome outcome =
          ledger.reserve(new ReserveRequest(id, dimensions, amounts, expiresAt));
      return outcome instanceof ReserveOutcome.Exceeded exceeded
          ? Optional.of(exceeded)
          : Optional.empty();
    }

    /**
     * Returns how many output tokens every matching budget has room for, at most what was asked; 0
     * if none.
     */
    int affordableOutput() {
      long tokens = request.maxOutputTokens();
      for (BudgetState state : ledger.states(dimensions)) {
        tokens = Math.min(tokens, roomFor(state));
      }
      return (int) Math.max(0, tokens);
    }

    private long roomFor(BudgetState state) {
      long available = state.available();
      if (state.budget().unit() == BudgetUnit.TOKENS) {
        return available - inputTokens;
      }
      if (state.budget().unit() == BudgetUnit.REQUESTS) {
        return available >= 1 ? Long.MAX_VALUE : 0;
      }
      long left = available - price.ceiling(new TokenUsage(inputTokens, 0, 0));
      if (left < 0) {
        return 0;
      }
      return price.output() == 0
          ? Long.MAX_VALUE
          : BigInteger.valueOf(left)
              .multiply(MILLION)
              .divide(BigInteger.valueOf(price.output()))
              .min(BigInteger.valueOf(Long.MAX_VALUE))
              .longValueExact();
    }
  }
}

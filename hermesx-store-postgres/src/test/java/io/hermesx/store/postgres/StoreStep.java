// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.TenantTx;
import java.util.function.Function;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/**
 * Something that is done to a store, with identifiers from small pools so that steps meet.
 *
 * @param text what it is, for the report of a failure
 * @param repeatable whether doing it twice is by contract the same as once
 * @param work does it and returns what the store answers
 */
record StoreStep(String text, boolean repeatable, Function<TenantTx, Object> work) {

  static final int POOL = 4;

  /** A step that can be repeated. */
  StoreStep(String text, Function<TenantTx, Object> work) {
    this(text, true, work);
  }

  /** A step that adds something each time. */
  static StoreStep adding(String text, Function<TenantTx, Object> work) {
    return new StoreStep(text, false, work);
  }

  /** Any step; those of the ledger, which have most to get wrong, come most often. */
  static Arbitrary<StoreStep> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, LedgerSteps.any()),
        Tuple.of(2, RecordSteps.receipts()),
        Tuple.of(2, RecordSteps.approvals()),
        Tuple.of(2, RecordSteps.usage()),
        Tuple.of(2, RecordSteps.events()),
        Tuple.of(1, TenancySteps.tenants()),
        Tuple.of(2, TenancySteps.apiKeys()),
        Tuple.of(2, TenancySteps.sessions()),
        Tuple.of(1, TenancySteps.repeats()));
  }

  static Arbitrary<Integer> number() {
    return Arbitraries.integers().between(0, POOL - 1);
  }

  /** Returns the answer, or the class of what is thrown instead. */
  Object applyTo(TenantTx tx) {
    return answerOf(() -> work.apply(tx));
  }

  /** As {@link #applyTo}, for a question of any kind. */
  static Object answerOf(Supplier<Object> question) {
    try {
      return question.get();
    } catch (IllegalStateException | IllegalArgumentException | ArithmeticException e) {
      return e.getClass();
    }
  }

  @Override
  public String toString() {
    return text;
  }
}

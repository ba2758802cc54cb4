// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelFailure;
import io.hermesx.core.receipt.ReceiptId;
import java.util.Set;
import java.util.function.Function;

/** What became of a guarded model call. */
public sealed interface ModelOutcome {

  /**
   * The model answered.
   *
   * @param receipt the record of it
   * @param answer what it answered, as it left the scanners
   * @param nanoUsd what was charged, in nano-USD
   * @param signals what the scanners noticed; hand them on with {@link GuardContext#withSignals}
   */
  record Answered(ReceiptId receipt, ModelAnswer answer, long nanoUsd, Set<String> signals)
      implements ModelOutcome {
    /** Copies the set. */
    public Answered {
      signals = Set.copyOf(signals);
    }
  }

  /**
   * Nothing was asked and nothing was charged.
   *
   * @param denial why
   */
  record Denied(Denial denial) implements ModelOutcome {}

  /**
   * The model was asked and gave no whole answer.
   *
   * @param receipt the record of it
   * @param failure why
   * @param nanoUsd what was charged for what was used all the same, in nano-USD
   */
  record Failed(ReceiptId receipt, ModelFailure failure, long nanoUsd) implements ModelOutcome {}

  /**
   * The call is on record as begun, and what became of it is not known: it was interrupted by a
   * crash, or is not over yet.
   *
   * @param receipt the record of it
   */
  record Indeterminate(ReceiptId receipt) implements ModelOutcome {}

  /** Answers with the one function that fits: an exhaustive switch for Java 17. */
  default <T> T map(
      Function<Answered, T> answered,
      Function<Denied, T> denied,
      Function<Failed, T> failed,
      Function<Indeterminate, T> indeterminate) {
    if (this instanceof Answered outcome) {
      return answered.apply(outcome);
    }
    if (this instanceof Denied outcome) {
      return denied.apply(outcome);
    }
    if (this instanceof Failed outcome) {
      return failed.apply(outcome);
    }
    return indeterminate.apply((Indeterminate) this);
  }
}

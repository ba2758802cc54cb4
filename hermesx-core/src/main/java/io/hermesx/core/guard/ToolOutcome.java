// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.tool.ToolResult;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;

/** What became of a guarded tool call. */
public sealed interface ToolOutcome {

  /**
   * The tool ran and answered; also when it reports an error.
   *
   * @param receipt the record of it
   * @param result what it answered, as it left the scanners
   * @param signals what the scanners noticed; hand them on with {@link GuardContext#withSignals}
   */
  record Executed(ReceiptId receipt, ToolResult result, Set<String> signals)
      implements ToolOutcome {
    /** Copies the set. */
    public Executed {
      signals = Set.copyOf(signals);
    }
  }

  /**
   * Nothing ran and nothing was charged.
   *
   * @param denial why
   */
  record Denied(Denial denial) implements ToolOutcome {}

  /**
   * Nothing ran yet: a person must agree first. Resume with the same call and this id.
   *
   * @param approval what the person decides on
   * @param expiresAt until when
   */
  record Suspended(ApprovalId approval, Instant expiresAt) implements ToolOutcome {}

  /**
   * The call is on record as begun, and whether it took effect is not known. It is never repeated
   * by itself.
   *
   * @param receipt the record of it
   */
  record Indeterminate(ReceiptId receipt) implements ToolOutcome {}

  /** Answers with the one function that fits: an exhaustive switch for Java 17. */
  default <T> T map(
      Function<Executed, T> executed,
      Function<Denied, T> denied,
      Function<Suspended, T> suspended,
      Function<Indeterminate, T> indeterminate) {
    if (this instanceof Executed outcome) {
      return executed.apply(outcome);
    }
    if (this instanceof Denied outcome) {
      return denied.apply(outcome);
    }
    if (this instanceof Suspended outcome) {
      return suspended.apply(outcome);
    }
    return indeterminate.apply((Indeterminate) this);
  }

  /** Returns the text to hand to the model as the answer of its tool call. */
  default String forModel() {
    return map(
        executed -> executed.result().content(),
        denied -> denied.denial().hint(),
        suspended -> "This call waits for a person's consent.",
        indeterminate -> "It is not known whether this call took effect. Do not repeat it.");
  }
}

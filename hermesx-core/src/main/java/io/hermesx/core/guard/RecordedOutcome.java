// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.model.ModelFailure;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptFinal;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.receipt.ReceiptStatus;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.tool.ToolResult;
import java.util.Set;

/** Answers a repeated call from its receipt. */
final class RecordedOutcome {

  private RecordedOutcome() {}

  /** The outcome of a tool call as recorded; an intent alone means that it is not known. */
  static ToolOutcome ofTool(Receipt receipt) {
    ReceiptId id = receipt.intent().id();
    return receipt
        .result()
        .<ToolOutcome>map(result -> ended(id, result))
        .orElseGet(() -> new ToolOutcome.Indeterminate(id));
  }

  private static ToolOutcome ended(ReceiptId id, ReceiptFinal result) {
    if (result.status() == ReceiptStatus.REFUSED) {
      DenialCode code = DenialCode.valueOf(result.output());
      return new ToolOutcome.Denied(
          Denial.of(code, Stage.EXECUTE, "it did not begin, says receipt " + id));
    }
    boolean error = result.status() != ReceiptStatus.EXECUTED;
    return new ToolOutcome.Executed(
        id, new ToolResult(result.output(), error), Set.copyOf(result.signals()));
  }

  /** The outcome of a model call as recorded; an intent alone means that it is not known. */
  static ModelOutcome ofModel(Receipt receipt) {
    ReceiptId id = receipt.intent().id();
    return receipt
        .result()
        .<ModelOutcome>map(result -> answered(id, result))
        .orElseGet(() -> new ModelOutcome.Indeterminate(id));
  }

  private static ModelOutcome answered(ReceiptId id, ReceiptFinal result) {
    if (result.status() == ReceiptStatus.FAILED) {
      return new ModelOutcome.Failed(id, ModelFailure.valueOf(result.output()), result.nanoUsd());
    }
    return new ModelOutcome.Answered(
        id, AnswerJson.read(result.output()), result.nanoUsd(), Set.copyOf(result.signals()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.step;

import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptFinal;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.receipt.Receipts;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tool.CallId;
import java.util.List;
import java.util.Optional;

/**
 * The receipts of a tenant, each step a transaction of its own.
 *
 * @param runner runs the steps
 */
public record ReceiptSteps(StepRunner runner) implements Receipts {

  @Override
  public Optional<Receipt> open(ReceiptIntent intent) {
    return runner.write(tx -> tx.receipts().open(intent));
  }

  @Override
  public boolean close(ReceiptFinal result) {
    return runner.write(tx -> tx.receipts().close(result));
  }

  @Override
  public Optional<Receipt> find(ReceiptId id) {
    return runner.read(tx -> tx.receipts().find(id));
  }

  @Override
  public Optional<Receipt> findByCall(ReceiptKind kind, RunId run, CallId call) {
    return runner.read(tx -> tx.receipts().findByCall(kind, run, call));
  }

  @Override
  public List<Receipt> list(Optional<ReceiptId> before, int limit) {
    return runner.read(tx -> tx.receipts().list(before, limit));
  }
}

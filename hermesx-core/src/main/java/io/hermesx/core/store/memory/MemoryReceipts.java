// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

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
import java.util.UUID;

/** The receipts of a tenant inside one transaction. */
final class MemoryReceipts implements Receipts {

  private final MemoryTx tx;
  private final ReceiptRows rows;

  MemoryReceipts(MemoryTx tx, ReceiptRows rows) {
    this.tx = tx;
    this.rows = rows;
  }

  @Override
  public Optional<Receipt> open(ReceiptIntent intent) {
    tx.requireWritable();
    CallKey call = new CallKey(intent.kind(), intent.run(), intent.call());
    ReceiptRow earlier = rows.byCall.get(call);
    if (earlier != null) {
      return Optional.of(earlier.read());
    }
    UUID id = intent.id().value();
    if (rows.byId.containsKey(id)) {
      throw new IllegalArgumentException(
          "receipt " + id + " is on record for another call; open each with a fresh id");
    }
    tx.undo(
        () -> {
          rows.byId.remove(id);
          rows.byCall.remove(call);
        });
    ReceiptRow row = new ReceiptRow(intent);
    rows.byId.put(id, row);
    rows.byCall.put(call, row);
    return Optional.empty();
  }

  @Override
  public boolean close(ReceiptFinal result) {
    tx.requireWritable();
    ReceiptRow row = rows.byId.get(result.id().value());
    if (row == null || row.result != null) {
      return false;
    }
    tx.undo(() -> row.result = null);
    row.result = result;
    return true;
  }

  @Override
  public Optional<Receipt> find(ReceiptId id) {
    tx.requireUsable();
    return Optional.ofNullable(rows.byId.get(id.value())).map(ReceiptRow::read);
  }

  @Override
  public Optional<Receipt> findByCall(ReceiptKind kind, RunId run, CallId call) {
    tx.requireUsable();
    return Optional.ofNullable(rows.byCall.get(new CallKey(kind, run, call))).map(ReceiptRow::read);
  }

  @Override
  public List<Receipt> list(Optional<ReceiptId> before, int limit) {
    tx.requireUsable();
    return NewestFirst.page(rows.byId, before.map(ReceiptId::value), limit, row -> true).stream()
        .map(ReceiptRow::read)
        .toList();
  }
}

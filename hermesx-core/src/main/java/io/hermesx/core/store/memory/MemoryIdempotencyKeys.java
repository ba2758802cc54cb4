// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Sha256;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.idempotency.IdempotencyKeys;
import io.hermesx.core.idempotency.IdempotentAnswer;
import java.util.Optional;

/**
 * The writes of a tenant that may be repeated, inside one transaction. A key without an answer is
 * always this transaction's own: no transaction comes to its end with one.
 */
final class MemoryIdempotencyKeys implements IdempotencyKeys {

  private final MemoryTx tx;
  private final IdempotencyRows rows;

  MemoryIdempotencyKeys(MemoryTx tx, IdempotencyRows rows) {
    this.tx = tx;
    this.rows = rows;
  }

  @Override
  public Optional<IdempotentAnswer> claim(IdempotencyKey key, Sha256 request) {
    tx.requireWritable();
    IdempotencyRows.Row row = rows.byKey.get(key);
    if (row != null && row.answer() != null) {
      return Optional.of(new IdempotentAnswer(row.request(), row.answer()));
    }
    if (row != null) {
      throw new IllegalStateException("this transaction has taken the idempotency key already");
    }
    tx.undo(() -> rows.byKey.remove(key));
    rows.byKey.put(key, new IdempotencyRows.Row(request, null, tx.now()));
    tx.requireAnswer(key);
    return Optional.empty();
  }

  @Override
  public void answer(IdempotencyKey key, String answer) {
    tx.requireWritable();
    IdempotencyRows.Row row = rows.byKey.get(key);
    if (row == null || row.answer() != null) {
      throw new IllegalStateException(
          "this transaction has not taken the idempotency key, or has answered it; call claim(…)"
              + " once and answer(…) once");
    }
    rows.byKey.put(key, row.answered(answer));
    tx.answered(key);
  }
}

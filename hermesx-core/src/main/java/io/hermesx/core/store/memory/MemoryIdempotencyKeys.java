// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import static java.util.Objects.requireNonNull;

import io.hermesx.core.Sha256;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.idempotency.IdempotencyKeys;
import io.hermesx.core.idempotency.IdempotentAnswer;
import io.hermesx.core.internal.Names;
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
    if (tx.claimed().containsKey(key)) {
      throw new IllegalStateException("this transaction has taken the idempotency key already");
    }
    IdempotencyRows.Row row = rows.byKey.get(key);
    if (row != null) {
      return Optional.of(new IdempotentAnswer(row.request(), requireNonNull(row.answer())));
    }
    tx.undo(() -> rows.byKey.remove(key));
    rows.byKey.put(key, new IdempotencyRows.Row(request, null, tx.now()));
    tx.claimed().put(key, false);
    return Optional.empty();
  }

  @Override
  public void answer(IdempotencyKey key, String answer) {
    tx.requireWritable();
    Names.requireText("idempotent answer", answer);
    if (!Boolean.FALSE.equals(tx.claimed().get(key))) {
      throw new IllegalStateException(
          "this transaction has not taken the idempotency key, or has answered it; call claim(…)"
              + " once and answer(…) once");
    }
    rows.byKey.computeIfPresent(key, (same, row) -> row.answered(answer));
    tx.claimed().put(key, true);
  }
}

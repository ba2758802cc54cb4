// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.store.postgres.IdempotencyTable.ANSWER;
import static io.hermesx.store.postgres.IdempotencyTable.IDEMPOTENCY_KEYS;
import static io.hermesx.store.postgres.IdempotencyTable.KEY;
import static io.hermesx.store.postgres.IdempotencyTable.REQUEST;
import static io.hermesx.store.postgres.IdempotencyTable.SCOPE;
import static io.hermesx.store.postgres.IdempotencyTable.TENANT_ID;

import io.hermesx.core.Sha256;
import io.hermesx.core.idempotency.IdempotencyKey;
import io.hermesx.core.idempotency.IdempotencyKeys;
import io.hermesx.core.idempotency.IdempotentAnswer;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record2;

/**
 * The writes of a tenant that may be repeated, inside one transaction.
 *
 * <p>A key is taken by inserting its row, which waits until a transaction that has it comes to its
 * end. Whether that one kept it shows only in the next statement, because a statement sees what was
 * there when it began: so the row is read by a second one, and where it is gone again (the other
 * transaction came to nothing, or a sweep took the row) inserting it is tried again.
 */
final class PostgresIdempotencyKeys implements IdempotencyKeys {

  private static final int TRIES = 100;

  private final PostgresTx tx;

  PostgresIdempotencyKeys(PostgresTx tx) {
    this.tx = tx;
  }

  @Override
  public Optional<IdempotentAnswer> claim(IdempotencyKey key, Sha256 request) {
    DSLContext sql = tx.writing();
    if (tx.claimed().containsKey(key)) {
      throw new IllegalStateException("this transaction has taken the idempotency key already");
    }
    for (int i = 0; i < TRIES; i++) {
      if (insert(sql, key, request)) {
        tx.claimed().put(key, false);
        return Optional.empty();
      }
      Optional<IdempotentAnswer> earlier = read(sql, key);
      if (earlier.isPresent()) {
        return earlier;
      }
    }
    throw new StoreException(
        "the idempotency key was taken and given back " + TRIES + " times: try again",
        StoreFailure.CONFLICT);
  }

  @Override
  public void answer(IdempotencyKey key, String answer) {
    DSLContext sql = tx.writing();
    byte[] octets = utf8(answer);
    if (!Boolean.FALSE.equals(tx.claimed().get(key))) {
      throw new IllegalStateException(
          "this transaction has not taken the idempotency key, or has answered it; call claim(…)"
              + " once and answer(…) once");
    }
    sql.update(IDEMPOTENCY_KEYS).set(ANSWER, octets).where(is(key)).execute();
    tx.claimed().put(key, true);
  }

  private boolean insert(DSLContext sql, IdempotencyKey key, Sha256 request) {
    return sql.insertInto(IDEMPOTENCY_KEYS)
            .set(TENANT_ID, tx.tenantId())
            .set(SCOPE, key.scope())
            .set(KEY, key.value())
            .set(REQUEST, request.octets())
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  private Optional<IdempotentAnswer> read(DSLContext sql, IdempotencyKey key) {
    return sql.select(REQUEST, ANSWER)
        .from(IDEMPOTENCY_KEYS)
        .where(is(key))
        .fetchOptional(PostgresIdempotencyKeys::answered);
  }

  private Condition is(IdempotencyKey key) {
    return TENANT_ID.eq(tx.tenantId()).and(SCOPE.eq(key.scope())).and(KEY.eq(key.value()));
  }

  private static IdempotentAnswer answered(Record2<byte[], byte[]> row) {
    if (row.value2() == null) {
      throw new StoreException(
          "an idempotency key stands without its answer: other software wrote it",
          StoreFailure.REFUSED);
    }
    return new IdempotentAnswer(
        Sha256.wrap(row.value1()), new String(row.value2(), StandardCharsets.UTF_8));
  }

  private static byte[] utf8(String answer) {
    try {
      ByteBuffer octets = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(answer));
      byte[] exact = new byte[octets.remaining()];
      octets.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "idempotent answer has half a surrogate pair, allowed: whole characters", e);
    }
  }
}

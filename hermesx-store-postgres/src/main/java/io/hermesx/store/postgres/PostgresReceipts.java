// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptFinal;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.receipt.Receipts;
import io.hermesx.core.session.RunId;
import io.hermesx.core.store.step.PageSize;
import io.hermesx.core.tool.CallId;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;

/**
 * The receipts of a tenant inside one transaction. Opening and closing are one statement each;
 * opening a call that is on record takes a second one, which reads it.
 */
final class PostgresReceipts implements Receipts {

  private final PostgresTx tx;

  PostgresReceipts(PostgresTx tx) {
    this.tx = tx;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Waits for a transaction that is about to write the same call. What the insert ran into can
   * be newer than what it saw, so it is read by a statement of its own.
   */
  @Override
  public Optional<Receipt> open(ReceiptIntent intent) {
    if (insert(tx.writing(), intent)) {
      return Optional.empty();
    }
    Optional<Receipt> earlier = findByCall(intent.kind(), intent.run(), intent.call());
    if (earlier.isEmpty()) {
      throw new IllegalArgumentException(
          "receipt " + intent.id() + " is on record for another call; open each with a fresh id");
    }
    return earlier;
  }

  @Override
  public boolean close(ReceiptFinal result) {
    return tx.writing()
            .insertInto(ReceiptTable.F)
            .columns(
                ReceiptTable.F_TENANT,
                ReceiptTable.F_ID,
                ReceiptTable.STATUS,
                ReceiptTable.OUTPUT,
                ReceiptTable.SIGNALS,
                ReceiptTable.NANO_USD,
                ReceiptTable.F_VERDICTS,
                ReceiptTable.CLOSED_AT)
            .select(
                select(
                        ReceiptTable.I_TENANT,
                        ReceiptTable.I_ID,
                        val(result.status().name(), ReceiptTable.STATUS),
                        val(ExactText.toStored(result.output()), ReceiptTable.OUTPUT),
                        val(signals(result), ReceiptTable.SIGNALS),
                        val(result.nanoUsd(), ReceiptTable.NANO_USD),
                        val(StageText.toStored(result.verdicts()), ReceiptTable.F_VERDICTS),
                        val(result.closedAt(), ReceiptTable.CLOSED_AT))
                    .from(ReceiptTable.I)
                    .where(ReceiptTable.I_TENANT.eq(tx.tenantId()))
                    .and(ReceiptTable.I_ID.eq(result.id().value())))
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  @Override
  public Optional<Receipt> find(ReceiptId id) {
    return receipts(tx.reading(), ReceiptTable.I_ID.eq(id.value())).fetchOptional(ReceiptRow::read);
  }

  @Override
  public Optional<Receipt> findByCall(ReceiptKind kind, RunId run, CallId call) {
    return receipts(
            tx.reading(),
            row(ReceiptTable.KIND, ReceiptTable.RUN, ReceiptTable.CALL)
                .eq(kind.name(), run.value(), call.value()))
        .fetchOptional(ReceiptRow::read);
  }

  @Override
  public List<Receipt> list(Optional<ReceiptId> before, int limit) {
    DSLContext sql = tx.reading();
    PageSize.require(limit);
    Condition older =
        before.map(id -> ReceiptTable.I_ID.lt(id.value())).orElseGet(DSL::noCondition);
    return receipts(sql, older)
        .orderBy(ReceiptTable.I_ID.desc())
        .limit(limit)
        .fetch(ReceiptRow::read);
  }

  private SelectConditionStep<Record> receipts(DSLContext sql, Condition which) {
    return sql.select(ReceiptTable.COLUMNS)
        .from(ReceiptTable.I)
        .leftJoin(ReceiptTable.F)
        .on(ReceiptTable.F_TENANT.eq(tx.tenantId()))
        .and(ReceiptTable.F_ID.eq(ReceiptTable.I_ID))
        .where(ReceiptTable.I_TENANT.eq(tx.tenantId()))
        .and(which);
  }

  private boolean insert(DSLContext sql, ReceiptIntent intent) {
    return sql.insertInto(ReceiptTable.I)
            .set(ReceiptTable.I_TENANT, tx.tenantId())
            .set(ReceiptTable.I_ID, intent.id().value())
            .set(ReceiptTable.KIND, intent.kind().name())
            .set(ReceiptTable.RUN, intent.run().value())
            .set(ReceiptTable.CALL, intent.call().value())
            .set(ReceiptTable.TARGET, ExactText.toStored(intent.target()))
            .set(ReceiptTable.DIGEST, intent.digest().octets())
            .set(ReceiptTable.SALT, intent.salt().octets())
            .set(ReceiptTable.ACTOR, ExactText.toStored(intent.actor()))
            .set(ReceiptTable.AGENT, intent.agent().map(ExactText::toStored).orElse(null))
            .set(ReceiptTable.APPROVAL, intent.approval().orElse(null))
            .set(ReceiptTable.RESERVATION, intent.reservation().orElse(null))
            .set(ReceiptTable.POLICY_VERSION, ExactText.toStored(intent.policyVersion()))
            .set(ReceiptTable.I_VERDICTS, StageText.toStored(intent.verdicts()))
            .set(ReceiptTable.OPENED_AT, intent.openedAt())
            .set(ReceiptTable.DEADLINE, intent.deadline())
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  private static String[] signals(ReceiptFinal result) {
    return result.signals().stream().map(ExactText::toStored).toArray(String[]::new);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Sha256;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptFinal;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.receipt.ReceiptStatus;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tool.CallId;
import java.util.Arrays;
import java.util.Optional;
import org.jooq.Record;

/** Reads a receipt out of an intent and the final row beside it. */
final class ReceiptRow {

  private ReceiptRow() {}

  static Receipt read(Record row) {
    return new Receipt(
        intent(row),
        row.get(ReceiptTable.F_ID) == null ? Optional.empty() : Optional.of(result(row)));
  }

  private static ReceiptIntent intent(Record row) {
    return new ReceiptIntent(
        new ReceiptId(row.get(ReceiptTable.I_ID)),
        ReceiptKind.valueOf(row.get(ReceiptTable.KIND)),
        new RunId(row.get(ReceiptTable.RUN)),
        new CallId(row.get(ReceiptTable.CALL)),
        ExactText.fromStored(row.get(ReceiptTable.TARGET)),
        Sha256.wrap(row.get(ReceiptTable.DIGEST)),
        Sha256.wrap(row.get(ReceiptTable.SALT)),
        ExactText.fromStored(row.get(ReceiptTable.ACTOR)),
        Optional.ofNullable(row.get(ReceiptTable.AGENT)).map(ExactText::fromStored),
        Optional.ofNullable(row.get(ReceiptTable.APPROVAL)),
        Optional.ofNullable(row.get(ReceiptTable.RESERVATION)),
        ExactText.fromStored(row.get(ReceiptTable.POLICY_VERSION)),
        StageText.fromStored(row.get(ReceiptTable.I_VERDICTS)),
        row.get(ReceiptTable.OPENED_AT),
        row.get(ReceiptTable.DEADLINE));
  }

  private static ReceiptFinal result(Record row) {
    return new ReceiptFinal(
        new ReceiptId(row.get(ReceiptTable.F_ID)),
        ReceiptStatus.valueOf(row.get(ReceiptTable.STATUS)),
        ExactText.fromStored(row.get(ReceiptTable.OUTPUT)),
        Arrays.stream(row.get(ReceiptTable.SIGNALS)).map(ExactText::fromStored).toList(),
        row.get(ReceiptTable.NANO_USD),
        StageText.fromStored(row.get(ReceiptTable.F_VERDICTS)),
        row.get(ReceiptTable.CLOSED_AT));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptFinal;
import io.hermesx.core.receipt.ReceiptIntent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Both parts of a receipt; the second comes later. */
final class ReceiptRow {

  final ReceiptIntent intent;
  @Nullable ReceiptFinal result;

  ReceiptRow(ReceiptIntent intent) {
    this.intent = intent;
  }

  Receipt read() {
    return new Receipt(intent, Optional.ofNullable(result));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.testkit.ForwardingAuditLog;
import java.util.List;
import java.util.function.Supplier;

/** A log whose appends fail as a plan says: before they are kept, or after. */
final class FlakyLog extends ForwardingAuditLog {

  /** What becomes of an append. */
  enum Fate {
    /** It is answered. */
    ANSWERED,
    /** It is not kept, and nobody is told. */
    LOST,
    /** It is kept, and the answer is lost. */
    ANSWER_LOST
  }

  private final Supplier<Fate> fates;

  FlakyLog(AuditLog log, Supplier<Fate> fates) {
    super(log);
    this.fates = fates;
  }

  @Override
  public List<AppendResult> append(List<AuditAppend> appends) {
    Fate fate = fates.get();
    List<AppendResult> answer = fate == Fate.LOST ? List.of() : super.append(appends);
    if (fate != Fate.ANSWERED) {
      throw new StoreException(
          "the connection broke", StoreFailure.UNKNOWN, new IllegalStateException("cut"));
    }
    return answer;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.testkit.ForwardingAuditLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A log whose appends fail as a plan says: before they are kept, after, or in between. */
final class FlakyLog extends ForwardingAuditLog {

  /** What becomes of an append. */
  enum Fate {
    /** It is answered. */
    ANSWERED,
    /** It is not kept, and nobody is told. */
    LOST,
    /** It is kept, and the answer is lost. */
    ANSWER_LOST,
    /** Nobody is told, and it is kept just before the next one: a server that is slow to commit. */
    KEPT_LATER
  }

  private final Supplier<Fate> fates;
  private final AtomicReference<List<AuditAppend>> late = new AtomicReference<>(List.of());

  FlakyLog(AuditLog log, Supplier<Fate> fates) {
    super(log);
    this.fates = fates;
  }

  @Override
  public List<AppendResult> append(List<AuditAppend> appends) {
    Fate fate = fates.get();
    super.append(late.getAndSet(fate == Fate.KEPT_LATER ? appends : List.of()));
    boolean now = fate == Fate.ANSWERED || fate == Fate.ANSWER_LOST;
    List<AppendResult> answer = now ? super.append(appends) : List.of();
    if (fate != Fate.ANSWERED) {
      throw new StoreException(
          "the connection broke", StoreFailure.UNKNOWN, new IllegalStateException("cut"));
    }
    return answer;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.testkit.ForwardingAuditLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A log whose server goes on with an append that broke off, and commits it before the next one. */
final class LateCommits extends ForwardingAuditLog {

  private final AtomicBoolean breaksOff = new AtomicBoolean();
  private final AtomicReference<List<AuditAppend>> late = new AtomicReference<>(List.of());

  LateCommits(AuditLog log) {
    super(log);
  }

  /** The next append breaks off. */
  void breakOff() {
    breaksOff.set(true);
  }

  @Override
  public List<AppendResult> append(List<AuditAppend> appends) {
    super.append(late.getAndSet(List.of()));
    if (breaksOff.getAndSet(false)) {
      late.set(appends);
      throw new StoreException(
          "the connection broke", StoreFailure.UNKNOWN, new IllegalStateException("cut"));
    }
    return super.append(appends);
  }
}

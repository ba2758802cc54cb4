// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** A log that answers what is to be put behind one tenant's log itself, and keeps none of it. */
public final class TurningAwayLog extends ForwardingAuditLog {

  private final TenantId tenant;
  private final Function<AuditAppend, AppendResult> answer;
  private int turnedAway;

  /** Creates a log that does what another does, but for one tenant. */
  public TurningAwayLog(AuditLog log, TenantId tenant, Function<AuditAppend, AppendResult> answer) {
    super(log);
    this.tenant = tenant;
    this.answer = answer;
  }

  /** How many appends were turned away. */
  public int turnedAway() {
    return turnedAway;
  }

  @Override
  public List<AppendResult> append(List<AuditAppend> appends) {
    List<AuditAppend> others = appends.stream().filter(it -> !it.tenant().equals(tenant)).toList();
    Iterator<AppendResult> kept =
        (others.isEmpty() ? List.<AppendResult>of() : super.append(others)).iterator();
    List<AppendResult> results = new ArrayList<>();
    for (AuditAppend append : appends) {
      if (append.tenant().equals(tenant)) {
        turnedAway++;
        results.add(answer.apply(append));
      } else {
        results.add(kept.next());
      }
    }
    return results;
  }
}

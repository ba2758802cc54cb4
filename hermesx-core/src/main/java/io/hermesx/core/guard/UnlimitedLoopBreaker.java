// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tenant.TenantId;

/** Counts nothing. */
enum UnlimitedLoopBreaker implements LoopBreaker {
  INSTANCE;

  @Override
  public LoopVerdict beforeCall(LoopCall call) {
    return LoopVerdict.CONTINUE;
  }

  @Override
  public void afterCall(LoopCall call, Sha256 resultHash, boolean failed) {}

  @Override
  public LoopVerdict beforeTurn(TenantId tenant, RunId run) {
    return LoopVerdict.CONTINUE;
  }

  @Override
  public void denied(LoopCall call) {}
}

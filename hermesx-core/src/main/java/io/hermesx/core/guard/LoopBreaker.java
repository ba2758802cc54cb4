// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tenant.TenantId;

/** x. */
public interface LoopBreaker {
  LoopVerdict beforeCall(LoopCall call);
  void afterCall(LoopCall call, Sha256 resultHash, boolean failed);
  LoopVerdict beforeTurn(TenantId tenant, RunId run);
  void denied(LoopCall call);
}

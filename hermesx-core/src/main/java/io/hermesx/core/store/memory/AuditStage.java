// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.util.List;

/** Takes all events of a transaction at its commit, or throws and takes none. */
@FunctionalInterface
interface AuditStage {

  /** Returns whether all of them were new. */
  boolean stage(TenantId tenant, List<PreparedEvent> events);
}

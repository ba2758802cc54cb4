// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.secret.CiphertextContext;
import io.hermesx.core.tenant.TenantId;
import java.util.UUID;

/**
 * The event that a body belongs to, and the log that the event belongs to.
 *
 * @param tenant whose log it is
 * @param origin the name of the log
 * @param event the event's identity
 */
public record BodyPlace(TenantId tenant, String origin, UUID event) {

  private static final String PURPOSE = "hermesx/audit/sealed-body/v1";

  /** The context that a body of this event opens in (docs/reference/formats.md, Bodies). */
  public CiphertextContext context(String path) {
    return CiphertextContext.of(PURPOSE, tenant, origin, event.toString(), path);
  }
}

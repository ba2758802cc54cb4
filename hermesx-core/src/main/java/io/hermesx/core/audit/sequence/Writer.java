// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.tenant.TenantId;
import java.util.function.Supplier;

/**
 * Who writes, and as what.
 *
 * @param installation the name of the installation, with which the name of each log begins
 * @param id the id of this writer, a fresh one at every start
 * @param genesisKey says which verifier key of a signer (C2SP vkey) a log begins with that begins
 *     now; empty for none. It does no I/O, and any thread asks
 */
public record Writer(String installation, String id, Supplier<String> genesisKey) {

  /**
   * @throws IllegalArgumentException if the installation name is not valid
   */
  public Writer {
    AuditOrigin.requireInstallation(installation);
  }

  /** The name of a tenant's log. */
  public AuditOrigin origin(TenantId tenant) {
    return AuditOrigin.of(installation, tenant);
  }
}

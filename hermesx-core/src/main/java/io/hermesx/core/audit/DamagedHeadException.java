// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.HermesException;
import io.hermesx.core.tenant.TenantId;
import java.util.Map;

/**
 * Thrown where an audit log says of itself what no log can be, such as a tree of three leaves with
 * one node. Somebody wrote to it past every function that could.
 */
public final class DamagedHeadException extends HermesException {

  private static final long serialVersionUID = 1L;

  private final transient Map<TenantId, String> damage;

  /**
   * Creates an exception.
   *
   * @param damage what is wrong, by the tenant whose log it is; one or more
   */
  public DamagedHeadException(Map<TenantId, String> damage) {
    super(
        "the heads of these audit logs are damaged, verify the logs and find out who wrote to them: "
            + damage);
    this.damage = Map.copyOf(damage);
  }

  /** Returns what is wrong, by the tenant whose log it is. */
  public Map<TenantId, String> damage() {
    return damage;
  }
}

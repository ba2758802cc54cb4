// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.identity;

import io.hermesx.core.access.Scope;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The scopes of the service's keys. A key can only pass on what it has. */
public final class Scopes {

  /** May create, see and change every tenant; counts only in a key of the platform's own tenant. */
  public static final String TENANTS_ADMIN = "tenants:admin";

  /** May see the numbers of the whole service; counts only in a key of the platform's tenant. */
  public static final String METRICS_READ = "metrics:read";

  /** May see the keys of the tenant, never their text. */
  public static final String KEYS_READ = "api-keys:read";

  /** May create and revoke keys of the tenant. */
  public static final String KEYS_WRITE = "api-keys:write";

  /** May see their own sessions. */
  public static final String SESSIONS_READ = "sessions:read";

  /** May begin, write and end their own sessions. */
  public static final String SESSIONS_WRITE = "sessions:write";

  /** May see what the tenant used, and its budgets. */
  public static final String USAGE_READ = "usage:read";

  /** May see and verify the audit trail of the tenant. */
  public static final String AUDIT_READ = "audit:read";

  /** May see the receipts of the tenant's calls. */
  public static final String RECEIPTS_READ = "receipts:read";

  /** What the first key of a tenant has. */
  public static final List<String> TENANT =
      List.of(
          Scope.MODELS_CHAT,
          Scope.TOOLS_INVOKE,
          Scope.APPROVALS_DECIDE,
          KEYS_READ,
          KEYS_WRITE,
          SESSIONS_READ,
          SESSIONS_WRITE,
          USAGE_READ,
          AUDIT_READ,
          RECEIPTS_READ);

  private Scopes() {}

  /** What the bootstrap key of the platform's tenant has: everything. */
  public static Set<String> platform() {
    Set<String> all = new TreeSet<>(TENANT);
    all.add(TENANTS_ADMIN);
    all.add(METRICS_READ);
    return all;
  }

  /** Every scope there is, for messages and schemas. */
  public static String[] all() {
    return platform().toArray(String[]::new);
  }
}

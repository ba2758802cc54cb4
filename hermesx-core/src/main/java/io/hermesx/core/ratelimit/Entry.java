// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.tenant.TenantId;

/** What a stripe keeps, for as long as forgetting it would change a decision. */
interface Entry {

  /** What it is found by. */
  Object key();

  /** Whose room it takes. */
  TenantId tenant();

  /** Tells whether forgetting it at this tick changes no decision from now on. */
  boolean expired(long now);
}

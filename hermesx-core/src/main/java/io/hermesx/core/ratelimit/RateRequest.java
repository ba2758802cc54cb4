// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.Dimensions;
import io.hermesx.core.tenant.TenantId;

/**
 * What a call would take.
 *
 * @param tenant the tenant
 * @param dimensions what else the call is counted by
 * @param requests how many calls; 0 or more
 * @param tokens how many model tokens; 0 or more
 */
public record RateRequest(TenantId tenant, Dimensions dimensions, long requests, long tokens) {

  /** Checks the amounts. */
  public RateRequest {
    if (requests < 0 || tokens < 0) {
      throw new IllegalArgumentException(
          "a rate request asks for "
              + requests
              + " requests and "
              + tokens
              + " tokens, allowed: 0 or more");
    }
  }

  /** One call, no tokens. */
  public static RateRequest call(TenantId tenant, Dimensions dimensions) {
    return new RateRequest(tenant, dimensions, 1, 0);
  }

  /** Returns what is asked of a unit. */
  public long cost(RateUnit unit) {
    return switch (unit) {
      case REQUESTS -> requests;
      case TOKENS -> tokens;
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.idempotency;

import io.hermesx.core.internal.Names;

/**
 * What names one write of a caller.
 *
 * @param scope whose key it is and for which operation, as the host cuts it, such as {@code
 *     user:alice POST /v1/sessions}; 1 to 200 characters
 * @param value the caller's own key; 1 to 128 visible ASCII characters
 */
public record IdempotencyKey(String scope, String value) {

  /** Checks both. */
  public IdempotencyKey {
    Names.requireTitle("idempotency scope", scope);
    Names.requireToken("idempotency key", value);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth.apikey;

import java.util.UUID;

/**
 * The identity of an API key. It is no secret and opens nothing.
 *
 * @param value a UUIDv7
 */
public record ApiKeyId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.session;

import java.util.UUID;

/**
 * The identity of a conversation.
 *
 * @param value a UUIDv7
 */
public record SessionId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}

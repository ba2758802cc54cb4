// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.approval;

import java.util.UUID;

/**
 * The identity of an approval. It is not a secret and grants nothing by itself.
 *
 * @param value a UUIDv7
 */
public record ApprovalId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.receipt;

import java.util.UUID;

/**
 * The identity of a receipt.
 *
 * @param value a UUIDv7
 */
public record ReceiptId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}

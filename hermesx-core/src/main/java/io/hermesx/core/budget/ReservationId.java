// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

import java.util.UUID;

/**
 * The identity of a reservation.
 *
 * @param value a UUIDv7
 */
public record ReservationId(UUID value) {

  @Override
  public String toString() {
    return value.toString();
  }
}

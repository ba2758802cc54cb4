// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.hosttables;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** An order, as Hibernate knows it: the tenant is the database's to fill in and to check. */
@Entity
@Table(schema = "shop", name = "orders")
class PurchaseOrder {

  @Id private UUID id;
  private String item;

  /** For Hibernate. */
  PurchaseOrder() {}

  PurchaseOrder(UUID id, String item) {
    this.id = id;
    this.item = item;
  }

  UUID id() {
    return id;
  }

  String item() {
    return item;
  }
}

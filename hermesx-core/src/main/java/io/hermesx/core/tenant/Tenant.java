// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tenant;

import io.hermesx.core.internal.Names;
import io.hermesx.core.time.Instants;
import java.time.Instant;

/**
 * What is known about a tenant itself.
 *
 * @param id its identity
 * @param name what people call it; 1 to 200 characters, none of them a control character
 * @param status whether its callers are let in
 * @param version how often it was written, from 1 on; a change names the version it is based on
 * @param createdAt when it was created, by the store's clock
 * @param updatedAt when it was last changed, by the store's clock
 */
public record Tenant(
    TenantId id,
    String name,
    TenantStatus status,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  /** Checks the name and cuts the instants to microseconds. */
  public Tenant {
    Names.requireTitle("tenant name", name);
    createdAt = Instants.truncate(createdAt);
    updatedAt = Instants.truncate(updatedAt);
  }

  /** Returns this tenant under another name. */
  public Tenant withName(String text) {
    return new Tenant(id, text, status, version, createdAt, updatedAt);
  }

  /** Returns this tenant with another status. */
  public Tenant withStatus(TenantStatus value) {
    return new Tenant(id, name, value, version, createdAt, updatedAt);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth.apikey;

import io.hermesx.core.Sha256;
import java.util.List;
import java.util.Optional;

/** The API keys of one tenant, inside a transaction. */
public interface ApiKeys {

  /**
   * Writes a key.
   *
   * @param key the key; its creation time is replaced by the time of the transaction
   * @param hash what {@link ApiKeySecret#hash} says of its text
   * @return the key as written
   * @throws IllegalArgumentException if the key is revoked, expires at or before the time of the
   *     transaction, or one of its id or hash is there already, be it another tenant's
   * @throws IllegalStateException if the tenant has no row of its own ({@link
   *     io.hermesx.core.tenant.Tenants#create})
   */
  ApiKey create(ApiKey key, Sha256 hash);

  /** Returns a key by its id. */
  Optional<ApiKey> find(ApiKeyId id);

  /**
   * Returns keys in descending order of id, newest first, revoked and expired ones too.
   *
   * @param before only keys with a smaller id, or empty to start at the newest
   * @param limit 1 to 1,000
   */
  List<ApiKey> list(Optional<ApiKeyId> before, int limit);

  /**
   * Takes a key back, for good and at once.
   *
   * @return whether it was not revoked before; false too if there is no such key
   */
  boolean revoke(ApiKeyId id);
}

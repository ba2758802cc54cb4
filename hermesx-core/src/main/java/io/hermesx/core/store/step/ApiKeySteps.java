// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.step;

import io.hermesx.core.Sha256;
import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyId;
import io.hermesx.core.auth.apikey.ApiKeys;
import java.util.List;
import java.util.Optional;

/**
 * The API keys of a tenant, each step a transaction of its own.
 *
 * @param runner runs the steps
 */
public record ApiKeySteps(StepRunner runner) implements ApiKeys {

  @Override
  public ApiKey create(ApiKey key, Sha256 hash) {
    return runner.several(tx -> tx.apiKeys().create(key, hash));
  }

  @Override
  public Optional<ApiKey> find(ApiKeyId id) {
    return runner.read(tx -> tx.apiKeys().find(id));
  }

  @Override
  public List<ApiKey> list(Optional<ApiKeyId> before, int limit) {
    return runner.read(tx -> tx.apiKeys().list(before, limit));
  }

  @Override
  public boolean revoke(ApiKeyId id) {
    return runner.write(tx -> tx.apiKeys().revoke(id));
  }
}

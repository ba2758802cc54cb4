// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth.apikey;

import io.hermesx.core.auth.Principal;
import io.hermesx.core.internal.Names;
import io.hermesx.core.time.Instants;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an API key: everything but the key.
 *
 * @param id its identity
 * @param name what people call it; 1 to 200 characters, none of them a control character
 * @param principal who calls with it, with the roles and scopes it carries
 * @param hint the first characters of the key, for people to tell keys apart
 * @param createdAt when it was created, by the store's clock
 * @param expiresAt from when on it opens nothing any more, if that was set
 * @param revokedAt when it was taken back, if it was
 */
public record ApiKey(
    ApiKeyId id,
    String name,
    Principal principal,
    String hint,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt) {

  /** Checks the texts and cuts the instants to microseconds. */
  public ApiKey {
    Names.requireTitle("API key name", name);
    Names.requireToken("API key hint", hint);
    createdAt = Instants.truncate(createdAt);
    expiresAt = expiresAt.map(Instants::truncate);
    revokedAt = revokedAt.map(Instants::truncate);
  }

  /** Returns where the key stands at an instant of the store's clock. */
  public ApiKeyState stateAt(Instant now) {
    if (revokedAt.isPresent()) {
      return ApiKeyState.REVOKED;
    }
    return expiresAt.isPresent() && !now.isBefore(expiresAt.get())
        ? ApiKeyState.EXPIRED
        : ApiKeyState.ACTIVE;
  }

  /** Returns this key as created at an instant. */
  public ApiKey createdAt(Instant at) {
    return new ApiKey(id, name, principal, hint, at, expiresAt, revokedAt);
  }

  /** Returns this key as taken back at an instant. */
  public ApiKey revokedAt(Instant at) {
    return new ApiKey(id, name, principal, hint, createdAt, expiresAt, Optional.of(at));
  }
}

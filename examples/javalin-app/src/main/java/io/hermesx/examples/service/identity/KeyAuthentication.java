// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.identity;

import io.hermesx.core.auth.apikey.ApiKeyGrant;
import io.hermesx.core.auth.apikey.ApiKeySecret;
import io.hermesx.core.auth.apikey.ApiKeyState;
import io.hermesx.core.store.Directory;
import io.hermesx.core.tenant.TenantStatus;
import io.hermesx.examples.service.http.Problem;
import java.util.Optional;

/**
 * Turns {@code Authorization: Bearer <key>} into a caller.
 *
 * <p>Unknown, revoked and expired keys have codes of their own: whoever presents the 256 random
 * bits of a key that exists is or was its holder, so telling them why helps nobody else. A key is
 * looked up on every request: revoking one or suspending a tenant works at once.
 */
public final class KeyAuthentication {

  private static final String SCHEME = "Bearer ";

  private final Directory directory;

  /** Looks keys up in a directory. */
  public KeyAuthentication(Directory directory) {
    this.directory = directory;
  }

  /**
   * Returns who calls.
   *
   * @throws io.hermesx.examples.service.http.ProblemException if that is nobody who may
   */
  public Caller require(Optional<String> authorization) {
    String header =
        authorization.orElseThrow(
            () ->
                refused(
                    "key_missing",
                    "There is no API key. Send the header Authorization: Bearer <key>."));
    ApiKeySecret secret =
        secret(header)
            .orElseThrow(
                () ->
                    refused(
                        "key_malformed",
                        "The Authorization header is not Bearer and an API key, or the key has a"
                            + " typo. Copy the whole key, from hmx_ on."));
    ApiKeyGrant grant =
        directory
            .findApiKey(secret.hash())
            .orElseThrow(
                () -> refused("key_unknown", "This API key is not known here. Use another one."));
    requireOpen(grant);
    return new Caller(grant.tenant(), grant.key().principal(), grant.key().id().value());
  }

  private static Optional<ApiKeySecret> secret(String header) {
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? ApiKeySecret.parse(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  private static void requireOpen(ApiKeyGrant grant) {
    if (grant.state() == ApiKeyState.REVOKED) {
      throw refused("key_revoked", "This API key was revoked. Ask for a new one.");
    }
    if (grant.state() == ApiKeyState.EXPIRED) {
      throw refused("key_expired", "This API key has expired. Ask for a new one.");
    }
    if (grant.tenantStatus() == TenantStatus.SUSPENDED) {
      throw Problem.of(
              403,
              "tenant_suspended",
              "The tenant is suspended",
              "Nothing can be done with keys of this tenant until its operator resumes it.")
          .exception();
    }
  }

  private static RuntimeException refused(String code, String detail) {
    return Problem.of(401, code, "Not authenticated", detail)
        .with("WWW-Authenticate", "Bearer")
        .exception();
  }
}

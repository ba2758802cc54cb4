// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.Sha256;

/**
 * How the audit trail refers to what it must not hold: a salted hash of a digest. Who has the salt
 * can prove what was meant; without it, not even a guess can be checked. The salt is kept on the
 * receipt, so erasing the receipt makes the commitment mean nothing, and the log still verifies.
 *
 * <p>Format v1, frozen (docs/reference/formats.md): {@code SHA-256("hermesx/audit/commitment/v1" ||
 * 0x00 || salt || digest)}.
 */
public final class AuditCommitment {

  private static final String DOMAIN = "hermesx/audit/commitment/v1";

  private AuditCommitment() {}

  /**
   * Returns the commitment to a digest.
   *
   * @param salt 32 octets from a secure random source, fresh for each call
   * @param digest the digest, for instance of the arguments
   */
  public static Sha256 of(Sha256 salt, Sha256 digest) {
    return Sha256.of(DOMAIN, salt.octets(), digest.octets());
  }
}

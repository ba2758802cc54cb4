// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Payload of an audit event, encrypted, and what the event's header says of it. It is kept beside
 * the log and can be erased without the log: the header verifies as before.
 *
 * @param claim what the header says
 * @param ciphertext the octets that are kept; treat as immutable
 */
@SuppressWarnings("ArrayRecordComponent")
public record AuditBody(BodyClaim claim, byte[] ciphertext) {

  private static final String DOMAIN = "hermesx/audit/body/v1";

  /**
   * Returns what a header calls {@code ct_sha256}: {@code SHA-256("hermesx/audit/body/v1" || 0x00
   * || u64(length) || ciphertext)}.
   */
  public static Sha256 digest(byte[] ciphertext) {
    byte[] length = ByteBuffer.allocate(Long.BYTES).putLong(ciphertext.length).array();
    return Sha256.of(DOMAIN, length, ciphertext);
  }

  /** Whether the octets are those that the header speaks of. Anybody can tell, without a key. */
  public boolean isIntact() {
    return claim.length() == ciphertext.length && claim.digest().equals(digest(ciphertext));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AuditBody that
        && claim.equals(that.claim)
        && Arrays.equals(ciphertext, that.ciphertext);
  }

  @Override
  public int hashCode() {
    return claim.hashCode();
  }

  @Override
  public String toString() {
    return "AuditBody[" + claim.path() + ", " + ciphertext.length + " octets]";
  }
}

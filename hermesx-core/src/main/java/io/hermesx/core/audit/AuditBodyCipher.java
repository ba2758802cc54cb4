// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.secret.Ciphertext;
import io.hermesx.core.secret.DataCipher;
import io.hermesx.core.secret.DataKeys;
import io.hermesx.core.secret.Opening;
import io.hermesx.core.secret.OpeningFault;
import java.util.random.RandomGenerator;

/**
 * Seals the bodies of audit events, and opens them. A body opens only at the path of the event of
 * the log that it was sealed for, and only to what was sealed.
 *
 * <p>Thread-safe. Blocks only where {@link DataKeys} does.
 */
public final class AuditBodyCipher {

  private final DataCipher cipher;

  /**
   * Creates the cipher.
   *
   * @param random where salts come from; thread-safe, and never repeating
   */
  public AuditBodyCipher(DataKeys keys, RandomGenerator random) {
    this.cipher = new DataCipher(keys, random);
  }

  /**
   * Seals payload of an event with the current key of the tenant.
   *
   * @param path which payload it is; once in an event; a slash and then visible ASCII, at most 512
   *     characters in all: what else a JSON Pointer holds is percent-encoded before
   * @param media what it is, as {@code application/json}; 1 to 512 visible ASCII characters
   * @param plaintext 0 to 1,048,576 octets
   * @throws IllegalArgumentException if something is out of its range
   */
  public AuditBody seal(BodyPlace place, String path, String media, byte[] plaintext) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "the path of an audit body does not begin with a slash; pass one such as /arguments");
    }
    BodyClaim.requireToken("path of an audit body", path);
    BodyClaim.requireToken("media type of an audit body", media);
    Ciphertext sealed = cipher.seal(place.context(path), plaintext);
    return new AuditBody(BodyClaim.of(path, media, sealed), sealed.octets());
  }

  /**
   * Opens a body, or says why not; it is held to what the header says first. Whatever the octets
   * are, it throws nothing.
   *
   * @param place the event whose header makes the claim, in a log that was verified
   * @throws io.hermesx.core.HermesException only if {@link DataKeys} cannot be asked
   */
  public Opening open(BodyPlace place, AuditBody body) {
    BodyClaim claim = body.claim();
    if (!body.isIntact()) {
      return new Opening.Refused(OpeningFault.CIPHERTEXT_CHANGED);
    }
    Ciphertext sealed = new Ciphertext(claim.keyReference(), body.ciphertext());
    boolean other =
        sealed.keyCommitment().filter(c -> !c.equals(claim.keyCommitment())).isPresent();
    return other
        ? new Opening.Refused(OpeningFault.COMMITMENT_MISMATCH)
        : cipher.open(place.context(claim.path()), sealed);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.core.HermesException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Verifies time-stamp tokens (RFC 3161) of checkpoints, without any connection.
 *
 * <p>A token holds if it is about the checkpoint's octets, was issued under the required policy,
 * and is signed by an authority whose certificate is for time-stamping alone and led to a trusted
 * root at the time that the token says. Whether a certificate was revoked is not looked up: take
 * the root of an authority that is no longer to be trusted out of the configuration.
 *
 * <p>Immutable, so thread-safe. Does no I/O. Needs {@code org.bouncycastle:bcpkix-jdk18on} on the
 * class or module path.
 */
public final class TimestampVerifier {

  /** Where Bouncy Castle's library for certificates comes from. */
  private static final String LIBRARY = "org.bouncycastle:bcpkix-jdk18on:1.86";

  private static final Pattern POLICY = Pattern.compile("[0-2](\\.(0|[1-9][0-9]{0,18})){1,30}");

  private final Optional<String> policy;
  private final TokenCheck check;

  private TimestampVerifier(List<X509Certificate> roots, Optional<String> policy) {
    this.policy = policy;
    this.check = new TokenCheck(roots, policy);
  }

  /**
   * Returns a verifier that accepts tokens of any policy.
   *
   * @param roots the certificates that an authority's chain may end at; at least one
   * @throws IllegalArgumentException if there are none
   * @throws HermesException if Bouncy Castle's library is missing
   */
  public static TimestampVerifier trusting(Collection<X509Certificate> roots) {
    if (roots.isEmpty()) {
      throw new IllegalArgumentException(
          "no roots are trusted; pass the root certificate of the time-stamp authority");
    }
    requireLibrary();
    return new TimestampVerifier(List.copyOf(roots), Optional.empty());
  }

  /**
   * Returns a verifier that accepts tokens of one policy only.
   *
   * @param oid its object identifier, such as {@code 1.3.6.1.4.1.13762.3}
   * @throws IllegalArgumentException if it is none
   */
  public TimestampVerifier requiringPolicy(String oid) {
    if (!POLICY.matcher(oid).matches()) {
      throw new IllegalArgumentException(
          "the policy is not an object identifier: numbers with dots between, such as 1.2.3.4");
    }
    return new TimestampVerifier(check.roots(), Optional.of(oid));
  }

  /** Verifies a stored token against the octets of a checkpoint's note. */
  public TimestampVerdict verify(byte[] token, byte[] checkpoint) {
    return check.run(token, checkpoint, Optional.empty());
  }

  /** Verifies a token that answers a request. */
  TimestampVerdict verify(byte[] token, byte[] checkpoint, BigInteger nonce) {
    return check.run(token, checkpoint, Optional.of(nonce));
  }

  Optional<String> policy() {
    return policy;
  }

  private static void requireLibrary() {
    try {
      Class.forName("org.bouncycastle.tsp.TimeStampToken");
    } catch (ClassNotFoundException | LinkageError e) {
      throw new HermesException("time-stamps need " + LIBRARY + "; add it to the class path", e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.audit.AnchorException;
import io.hermesx.audit.CheckpointAnchor;
import io.hermesx.audit.ConsistencyProofs;
import io.hermesx.core.time.SystemSources;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * An anchor that is a time-stamp authority (RFC 3161) over HTTP: it signs that it had the SHA-256
 * of a checkpoint before it at a time, and keeps nothing. The receipt is its token, which {@link
 * TimestampVerifier} verifies years later; whoever can remove the token removes the anchor, so keep
 * tokens with those who verify.
 *
 * <p>The authority sees a hash and nothing else. Its answer is verified before it is a receipt: a
 * fresh random nonce must come back, and all that the verifier asks must hold. Redirects are not
 * followed and more than 64 KiB are not read.
 *
 * <p>Thread-safe. {@link #anchor} blocks until the answer is there or the time is up. Needs {@code
 * org.bouncycastle:bcpkix-jdk18on}.
 */
public final class TimestampAnchor implements CheckpointAnchor {

  private static final int NONCE_BITS = 127; // positive in 16 octets, which authorities accept

  private final String name;
  private final TimestampVerifier verifier;
  private final RandomGenerator random;
  private final TimestampExchange exchange;

  private TimestampAnchor(Builder builder) {
    this.name = builder.name;
    this.verifier = builder.verifier;
    this.random = builder.random;
    this.exchange = new TimestampExchange(builder.authority, builder.timeout);
  }

  /**
   * Starts with the authority and what its tokens are verified with.
   *
   * @param authority where it takes requests, such as {@code https://tsa.example.com/tsr}; http or
   *     https: tokens are signed, so a connection that is not can only fail
   * @param verifier the roots that it must lead to, and the policy that is asked for, if any
   * @throws IllegalArgumentException if the URI is no such address
   */
  public static Builder builder(URI authority, TimestampVerifier verifier) {
    return new Builder(authority, verifier);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte[] anchor(byte[] checkpoint, ConsistencyProofs log) {
    byte[] octets = new byte[(NONCE_BITS + 7) / 8];
    random.nextBytes(octets);
    octets[0] &= 0x7f;
    BigInteger nonce = new BigInteger(1, octets);
    byte[] answer = exchange.send(TimestampMessages.request(checkpoint, verifier.policy(), nonce));
    byte[] token = TimestampMessages.token(answer, exchange.who());
    if (verifier.verify(token, checkpoint, nonce) instanceof TimestampVerdict.Refused refused) {
      throw new AnchorException(
          "the token of "
              + exchange.who()
              + " is refused: "
              + refused.faults()
              + "; check its roots and policy in the configuration");
    }
    return token;
  }

  /** Collects what an anchor may have otherwise. Not thread-safe. */
  public static final class Builder {

    private final URI authority;
    private final TimestampVerifier verifier;
    private String name = "rfc3161";
    private Duration timeout = Duration.ofSeconds(10);
    private RandomGenerator random = SystemSources.random();

    private Builder(URI authority, TimestampVerifier verifier) {
      this.authority = AnchorSettings.requireAddress(authority, "time-stamp authority");
      this.verifier = Objects.requireNonNull(verifier, "verifier");
    }

    /**
     * The name of the anchor, where there are several: 1 to 64 of {@code a-z 0-9 . -}; default:
     * {@code rfc3161}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public Builder name(String text) {
      this.name = AnchorSettings.requireName(text);
      return this;
    }

    /**
     * How long an anchoring may take altogether: 100 milliseconds to 5 minutes; default: 10
     * seconds.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder timeout(Duration limit) {
      this.timeout = AnchorSettings.requireTimeout(limit);
      return this;
    }

    /** Where nonces come from, which nobody may guess; default: the system's secure random. */
    public Builder random(RandomGenerator source) {
      this.random = Objects.requireNonNull(source, "source");
      return this;
    }

    /** Builds the anchor. Does no I/O. */
    public TimestampAnchor build() {
      return new TimestampAnchor(this);
    }
  }
}

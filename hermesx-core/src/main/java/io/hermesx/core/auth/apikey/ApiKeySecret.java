// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth.apikey;

import io.hermesx.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of an API key: {@code hmx_}, 43 characters for 256 random bits (base64url, RFC 4648 §5),
 * an underscore, and 8 hexadecimal digits of CRC-32 over everything before that underscore. The
 * prefix lets scanners find a leaked key, the check digits tell a typo from a key that is not
 * known, without asking the store.
 *
 * <p>Only its hash is ever stored. Immutable; {@link #toString} does not show the text.
 */
public final class ApiKeySecret {

  private static final String PREFIX = "hmx_";
  private static final int RANDOM_OCTETS = 32;
  private static final int HINT_LENGTH = 10;
  private static final int CHECKED_LENGTH = 47;
  private static final Pattern SHAPE = Pattern.compile("hmx_[A-Za-z0-9_-]{43}_[0-9a-f]{8}");

  private final String text;

  private ApiKeySecret(String text) {
    this.text = text;
  }

  /**
   * Makes a new one. Where the source of random numbers fails, so does this: no key is ever made of
   * less.
   *
   * @param random not to be guessed, such as {@link io.hermesx.core.time.SystemSources#random}
   */
  public static ApiKeySecret issue(RandomGenerator random) {
    byte[] octets = new byte[RANDOM_OCTETS];
    random.nextBytes(octets);
    String checked = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    return new ApiKeySecret(checked + "_" + checkDigits(checked));
  }

  /** Reads what a caller presents; empty if it cannot be an API key. */
  public static Optional<ApiKeySecret> parse(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return Optional.empty();
    }
    String checked = text.substring(0, CHECKED_LENGTH);
    return text.endsWith("_" + checkDigits(checked))
        ? Optional.of(new ApiKeySecret(text))
        : Optional.empty();
  }

  /** Returns the text itself: to hand to its holder, once. */
  public String reveal() {
    return text;
  }

  /** Returns the SHA-256 of the text, which is what the store keeps. */
  public Sha256 hash() {
    return Sha256.raw(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Returns the first ten characters: enough to tell keys apart, useless for guessing. */
  public String hint() {
    return text.substring(0, HINT_LENGTH);
  }

  private static String checkDigits(String checked) {
    CRC32 crc = new CRC32();
    crc.update(checked.getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  @Override
  public String toString() {
    return hint() + "…";
  }
}

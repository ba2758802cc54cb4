// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret with which a service seals the tenant of each transaction, so that the database can
 * tell the service from SQL that somebody smuggled into it: the login of the service can send any
 * statement and cannot read the key.
 *
 * <p>The database makes it, 256 bits out of 244 random ones; {@link Migrations#contextKey} answers
 * with it. Keep it where the password is kept. The seal is an HMAC-SHA256 (RFC 2104). Thread-safe;
 * immutable.
 */
public final class ContextKey {

  private static final String PREFIX = "hmck_";
  private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{64}");
  private static final String ALGORITHM = "HmacSHA256";
  private static final UUID NOBODY = new UUID(0, 0);
  private static final HexFormat HEX = HexFormat.of();

  /** What a transaction is for; a letter under the seal. */
  enum Purpose {
    /** The work of one tenant. */
    TENANT('t'),
    /** A question that belongs to no tenant. */
    SYSTEM('s'),
    /** The work of one tenant, which also looks at others. */
    ADMINISTRATION('a');

    private final char letter;

    Purpose(char letter) {
      this.letter = letter;
    }
  }

  private final SecretKeySpec key;
  private final Mac keyed;

  private ContextKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.keyed = keyed(this.key);
  }

  /**
   * Reads a key from its text, {@code hmck_} and 64 hexadecimal digits.
   *
   * @throws IllegalArgumentException if it has another form; the message does not repeat it
   */
  public static ContextKey parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "the context key has another form, allowed: hmck_ and 64 hexadecimal digits, as"
              + " Migrations.contextKey() and the SQL function hermesx.context_key() answer it");
    }
    return new ContextKey(HEX.parseHex(text, PREFIX.length(), text.length()));
  }

  /** Returns the text, which is a secret. */
  public String reveal() {
    return PREFIX + HEX.formatHex(key.getEncoded());
  }

  /** Returns the sealed context of a transaction. */
  String seal(UUID tenant, Purpose purpose) {
    String told = tenant.toString() + purpose.letter;
    byte[] octets = new byte[told.length()];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) told.charAt(i);
    }
    return told + HEX.formatHex(mac().doFinal(octets));
  }

  /** Returns the sealed context of a transaction that belongs to no tenant. */
  String sealSystem() {
    return seal(NOBODY, Purpose.SYSTEM);
  }

  /** A copy of one that has the key already, where the platform's can be copied: half the work. */
  private Mac mac() {
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      return keyed(key);
    }
  }

  private static Mac keyed(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "ContextKey[secret]";
  }
}

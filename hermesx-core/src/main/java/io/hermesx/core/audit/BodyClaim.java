// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.Sha256;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.secret.Ciphertext;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * What a header says of one of its bodies. The claim is under the hash of the log; the body is not,
 * and is held to it.
 *
 * @param path which payload of the event it is, as {@code /arguments}; 1 to 512 visible ASCII
 *     characters
 * @param media what the plaintext is, as {@code application/json}; 1 to 512 visible ASCII
 *     characters
 * @param digest the hash of the ciphertext: see {@link AuditBody#digest}
 * @param length how many octets the ciphertext has
 * @param keyReference what the data key is called; 1 to 512 visible ASCII characters
 * @param keyCommitment what the ciphertext commits to its key with
 */
public record BodyClaim(
    String path,
    String media,
    Sha256 digest,
    long length,
    String keyReference,
    Sha256 keyCommitment) {

  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private static final int LONGEST = 512;
  private static final Set<String> NEEDED = Set.of("media", "dek_ref", "key_commit");

  /** Checks that a header can say it. */
  public BodyClaim {
    requireToken("path of an audit body", path);
    requireToken("media type of an audit body", media);
    requireToken("data key reference of an audit body", keyReference);
    if (length < 0) {
      throw new IllegalArgumentException(
          "the length of an audit body is " + length + "; allowed: 0 or more octets");
    }
  }

  /** Refuses what is not a token of the header format; the message does not repeat the text. */
  static void requireToken(String what, String text) {
    if (text.isEmpty()
        || text.length() > LONGEST
        || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " is not 1 to "
              + LONGEST
              + " visible ASCII characters without space (found "
              + text.length()
              + " characters); percent-encode what else it holds");
    }
  }

  /** What is to be said of a ciphertext that was just sealed. */
  static BodyClaim of(String path, String media, Ciphertext sealed) {
    return new BodyClaim(
        path,
        media,
        AuditBody.digest(sealed.octets()),
        sealed.octets().length,
        sealed.keyReference(),
        sealed.keyCommitment().orElseThrow());
  }

  /**
   * Reads an element of a header's {@code body}.
   *
   * @param row an element of a header that was found valid
   * @return the claim, or empty if media, key or commitment are not said: the format allows that,
   *     and such a body cannot be opened
   */
  public static Optional<BodyClaim> read(JsonObject row) {
    if (!row.keys().containsAll(NEEDED)) {
      return Optional.empty();
    }
    return Optional.of(
        new BodyClaim(
            row.string("path"),
            row.string("media"),
            digest(row, "ct_sha256"),
            row.integer("len"),
            row.string("dek_ref"),
            digest(row, "key_commit")));
  }

  /** Returns it as an element of a header's {@code body}. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("path", path)
        .put("media", media)
        .put("ct_sha256", text(digest))
        .put("len", length)
        .put("dek_ref", keyReference)
        .put("key_commit", text(keyCommitment))
        .build();
  }

  private static String text(Sha256 octets) {
    return BASE64URL.encodeToString(octets.octets());
  }

  private static Sha256 digest(JsonObject row, String name) {
    return Sha256.wrap(Base64.getUrlDecoder().decode(row.string(name)));
  }
}

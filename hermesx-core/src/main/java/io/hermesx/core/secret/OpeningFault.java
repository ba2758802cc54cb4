// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import java.util.Locale;

/**
 * Why a ciphertext is refused. The codes are stable and listed in docs/reference/formats.md. Adding
 * a value counts as adding to the API.
 */
public enum OpeningFault {
  /** They are not the octets that were recorded. */
  CIPHERTEXT_CHANGED("length or digest are not those that were recorded"),
  /** The first octet says another format. */
  VERSION_UNKNOWN("the version is not known"),
  /** No ciphertext has this many octets. */
  LENGTH_WRONG("no ciphertext of this version has this length"),
  /** Key, salt, place or commitment is another one. */
  COMMITMENT_MISMATCH("it was not sealed with this key for this place"),
  /** The tag of AES-GCM is wrong. */
  NOT_AUTHENTIC("the octets behind the commitment were changed"),
  /** Somebody with the key sealed what is not padded. */
  PADDING_WRONG("what was sealed is not padded as this version pads");

  private final String explanation;
  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  OpeningFault(String explanation) {
    this.explanation = explanation;
  }

  /** The code, as {@code commitment-mismatch}. */
  public String code() {
    return code;
  }

  /** What it means, for an operator. */
  public String explanation() {
    return explanation;
  }
}

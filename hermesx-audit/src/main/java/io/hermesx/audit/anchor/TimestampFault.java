// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

/** What is wrong with a time-stamp token. */
public enum TimestampFault {

  /** The octets are no time-stamp token (RFC 3161) with one signer. */
  DAMAGED,

  /** The token is about other octets than the checkpoint's, or by another hash than SHA-256. */
  OTHER_HASH,

  /** The token answers another request: its nonce is not the one that was sent. */
  OTHER_NONCE,

  /** The token was issued under another policy than the required one. */
  OTHER_POLICY,

  /** The certificate that the token is signed with is not in it. */
  CERTIFICATE_MISSING,

  /**
   * The certificate is not one for time-stamping alone: the extended key usage id-kp-timeStamping
   * is missing, not critical, or not the only one.
   */
  NOT_FOR_TIMESTAMPING,

  /**
   * A certificate, from the authority's to the trusted root that it leads to, was not valid at the
   * token's time.
   */
  CERTIFICATE_EXPIRED,

  /**
   * No chain of certificates leads from the authority to a trusted root, at whatever time: it is
   * another authority.
   */
  NOT_TRUSTED,

  /** The token is signed with a hash that is no longer safe, such as SHA-1. */
  WEAK_HASH,

  /** The signature, or what binds it to its certificate, does not hold. */
  SIGNATURE_INVALID
}

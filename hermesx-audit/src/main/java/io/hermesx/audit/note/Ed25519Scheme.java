// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 (RFC 8032), so strict that verifiers cannot differ. Keys and the point R of a signature
 * have their one encoding and lie in the group of prime order. Where either had a component of
 * small order, the equation with and without the cofactor would give different answers, and both
 * are allowed by the RFC. The scalar S is below the group's order, so that a signature cannot be
 * written in a second way.
 */
final class Ed25519Scheme implements SignatureScheme {

  @Override
  public boolean isPublicKey(byte[] key) {
    return key.length == Ed25519.PUBLIC_KEY_SIZE && Ed25519.validatePublicKeyFull(key, 0);
  }

  @Override
  public byte[] publicKey(byte[] seed) {
    return new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
  }

  @Override
  public byte[] sign(byte[] seed, byte[] message) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, new Ed25519PrivateKeyParameters(seed));
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  @Override
  public boolean verify(byte[] key, byte[] message, byte[] signature) {
    if (signature.length != Ed25519.SIGNATURE_SIZE
        || !Ed25519.validatePublicKeyFull(signature, 0)) { // R, the first 32 octets
      return false;
    }
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, new Ed25519PublicKeyParameters(key));
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature); // S is checked there
  }
}

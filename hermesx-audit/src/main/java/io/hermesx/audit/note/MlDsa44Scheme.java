// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** ML-DSA-44 (FIPS 204), the pure variant, signing deterministically. */
final class MlDsa44Scheme implements SignatureScheme {

  private static final int PUBLIC_KEY_LENGTH = 1312;
  private static final int LONGEST_CONTEXT = 255;
  private static final byte[] NO_CONTEXT = {};

  @Override
  public boolean isPublicKey(byte[] key) {
    return key.length == PUBLIC_KEY_LENGTH; // each string of that length is the encoding of a key
  }

  @Override
  public byte[] publicKey(byte[] seed) {
    return privateKey(seed).getPublicKeyParameters().getEncoded();
  }

  @Override
  public byte[] sign(byte[] seed, byte[] message) {
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, privateKey(seed));
    signer.update(message, 0, message.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new SignerException("an ML-DSA-44 signature could not be made", e);
    }
  }

  @Override
  public boolean verify(byte[] key, byte[] message, byte[] signature) {
    return verify(key, NO_CONTEXT, message, signature);
  }

  /** Verifies with a context, of which checkpoints have none and published vectors have some. */
  static boolean verify(byte[] key, byte[] context, byte[] message, byte[] signature) {
    if (context.length > LONGEST_CONTEXT) {
      return false;
    }
    MLDSASigner verifier = new MLDSASigner();
    verifier.init(
        false,
        new ParametersWithContext(
            new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, key), context));
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  private static MLDSAPrivateKeyParameters privateKey(byte[] seed) {
    return new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;

/**
 * The checks of a time-stamp token (RFC 3161 §2.2 and §2.3, RFC 5816). Bouncy Castle reads it; the
 * cryptography and the chain of certificates are the Java platform's.
 *
 * @param roots the certificates that a chain may end at
 * @param policy the policy that is required, if one is
 */
record TokenCheck(List<X509Certificate> roots, Optional<String> policy) {

  private static final String SHA_256 = "2.16.840.1.101.3.4.2.1";
  private static final Set<String> SAFE_HASHES =
      Set.of(SHA_256, "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"); // and SHA-384, SHA-512

  TimestampVerdict run(byte[] octets, byte[] checkpoint, Optional<BigInteger> nonce) {
    try {
      TimeStampToken token = parse(octets);
      Set<TimestampFault> faults = EnumSet.noneOf(TimestampFault.class);
      checkContent(token.getTimeStampInfo(), Sha256.raw(checkpoint), faults);
      nonce
          .filter(sent -> !sent.equals(token.getTimeStampInfo().getNonce()))
          .ifPresent(other -> faults.add(TimestampFault.OTHER_NONCE));
      Optional<TokenCertificates> certificates = TokenCertificates.of(token, roots);
      certificates.ifPresentOrElse(
          found -> checkSigner(token, found, faults),
          () -> faults.add(TimestampFault.CERTIFICATE_MISSING));
      return faults.isEmpty()
          ? accepted(token.getTimeStampInfo(), certificates.orElseThrow().authority())
          : new TimestampVerdict.Refused(faults);
    } catch (HermesException e) {
      throw e;
    } catch (IOException | TSPException | CertificateException | RuntimeException e) {
      // Bouncy Castle parses parts when they are asked for, and throws what comes along, even null.
      return new TimestampVerdict.Refused(Set.of(TimestampFault.DAMAGED));
    }
  }

  private static TimeStampToken parse(byte[] octets) throws IOException, TSPException {
    // Unlike a stream this refuses octets behind the token.
    return new TimeStampToken(ContentInfo.getInstance(ASN1Primitive.fromByteArray(octets)));
  }

  private void checkContent(TimeStampTokenInfo info, Sha256 imprint, Set<TimestampFault> faults) {
    if (!info.getMessageImprintAlgOID().getId().equals(SHA_256)
        || !Arrays.equals(info.getMessageImprintDigest(), imprint.octets())) {
      faults.add(TimestampFault.OTHER_HASH);
    }
    if (policy.isPresent() && !policy.get().equals(info.getPolicy().getId())) {
      faults.add(TimestampFault.OTHER_POLICY);
    }
  }

  private static void checkSigner(
      TimeStampToken token, TokenCertificates certificates, Set<TimestampFault> faults) {
    SignerInformation signer =
        token.toCMSSignedData().getSignerInfos().getSigners().iterator().next();
    if (!SAFE_HASHES.contains(signer.getDigestAlgOID())) {
      faults.add(TimestampFault.WEAK_HASH);
    }
    certificates.check(token.getTimeStampInfo().getGenTime().toInstant(), faults);
    if (!isSigned(token, certificates, faults)) {
      faults.add(TimestampFault.SIGNATURE_INVALID);
    }
  }

  private static boolean isSigned(
      TimeStampToken token, TokenCertificates certificates, Set<TimestampFault> found) {
    try {
      var verifier = new JcaSimpleSignerInfoVerifierBuilder().build(certificates.authority());
      boolean isCertificateFine =
          !found.contains(TimestampFault.NOT_FOR_TIMESTAMPING)
              && !found.contains(TimestampFault.CERTIFICATE_EXPIRED);
      if (isCertificateFine && certificates.isAuthorityValid(token)) {
        token.validate(verifier); // the certificate once more, and what binds it to the signature
        return true;
      }
      return (!isCertificateFine || certificates.isAuthorityNamed(token))
          && token.isSignatureValid(verifier);
    } catch (TSPException | OperatorCreationException | RuntimeException e) {
      return false;
    }
  }

  private static TimestampVerdict accepted(TimeStampTokenInfo info, X509Certificate authority) {
    return new TimestampVerdict.Accepted(
        info.getGenTime().toInstant(),
        authority.getSubjectX500Principal().getName(),
        info.getPolicy().getId());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.core.HermesException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * The certificates that come with a time-stamp token.
 *
 * @param authority the one that the token says it is signed with
 * @param others all that are in the token
 * @param roots the trusted ones
 */
record TokenCertificates(
    X509Certificate authority, List<X509Certificate> others, List<X509Certificate> roots) {

  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

  /** Chains have two to four; how long it takes to find one grows with a power of their number. */
  private static final int MOST = 10;

  /**
   * Returns the certificates; empty if the authority's is not among them.
   *
   * @throws CertificateException if there are more than ten, or one cannot be read
   */
  static Optional<TokenCertificates> of(TimeStampToken token, List<X509Certificate> roots)
      throws IOException, CertificateException {
    if (token.getCertificates().getMatches(null).size() > MOST) {
      throw new CertificateException("more than " + MOST + " certificates");
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> all = new ArrayList<>();
    Optional<X509Certificate> authority = Optional.empty();
    for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
      X509Certificate certificate =
          (X509Certificate)
              factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
      all.add(certificate);
      if (authority.isEmpty() && token.getSID().match(holder)) {
        authority = Optional.of(certificate);
      }
    }
    return authority.map(found -> new TokenCertificates(found, all, roots));
  }

  void check(Instant time, Set<TimestampFault> faults) throws HermesException {
    if (!isForTimestamping()) {
      faults.add(TimestampFault.NOT_FOR_TIMESTAMPING);
    }
    Date date = Date.from(time);
    Optional<X509Certificate> root = root(date);
    boolean isExpired =
        root.map(Stream::of).orElseGet(others::stream).anyMatch(c -> !isValid(c, date))
            || !isValid(authority, date);
    if (isExpired) {
      faults.add(TimestampFault.CERTIFICATE_EXPIRED);
    } else if (root.isEmpty()) {
      faults.add(TimestampFault.NOT_TRUSTED);
    }
  }

  private boolean isForTimestamping() {
    try {
      Set<String> critical = authority.getCriticalExtensionOIDs();
      return critical != null
          && critical.contains(EXTENDED_KEY_USAGE)
          && List.of(TIME_STAMPING).equals(authority.getExtendedKeyUsage());
    } catch (CertificateException e) {
      return false; // an extension that cannot be read
    }
  }

  /** The root of a chain that was valid at a time; empty if there is none. */
  private Optional<X509Certificate> root(Date date) {
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(authority);
      PKIXBuilderParameters parameters =
          new PKIXBuilderParameters(
              roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet()),
              target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(others)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(date);
      PKIXCertPathBuilderResult result =
          (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      return Optional.of(result.getTrustAnchor().getTrustedCert());
    } catch (CertPathBuilderException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw new HermesException(
          "this Java runtime has no PKIX validation, which every Java platform must have", e);
    }
  }

  /** The platform does not look at the validity of a root by itself. */
  private static boolean isValid(X509Certificate certificate, Date date) {
    try {
      certificate.checkValidity(date);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.core.HermesException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.MessageDigest;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
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
    Stream<X509Certificate> needed =
        root.map(trusted -> Stream.of(authority, trusted)).orElseGet(() -> issuers().stream());
    if (needed.anyMatch(certificate -> !isValid(certificate, date))) {
      faults.add(TimestampFault.CERTIFICATE_EXPIRED);
    } else if (root.isEmpty()) {
      faults.add(TimestampFault.NOT_TRUSTED);
    }
  }

  /** Whether the authority's certificate was valid at the time that the token says. */
  boolean isAuthorityValid(TimeStampToken token) {
    return isValid(authority, token.getTimeStampInfo().getGenTime());
  }

  /**
   * Whether the signature says that it is by this certificate (RFC 5816; before it, RFC 2634 §5.4):
   * anybody can make another one for its key, in a name of their own.
   */
  boolean isAuthorityNamed(TimeStampToken token) {
    try {
      AttributeTable signed = token.getSignedAttributes();
      Attribute newer = signed.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
      if (newer != null) {
        ESSCertIDv2 id =
            SigningCertificateV2.getInstance(newer.getAttributeValues()[0]).getCerts()[0];
        return isHash(id.getHashAlgorithm().getAlgorithm().getId(), id.getCertHash());
      }
      Attribute older = signed.get(PKCSObjectIdentifiers.id_aa_signingCertificate);
      ESSCertID id = SigningCertificate.getInstance(older.getAttributeValues()[0]).getCerts()[0];
      return isHash("SHA-1", id.getCertHash());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private boolean isHash(String algorithm, byte[] hash) throws GeneralSecurityException {
    return Arrays.equals(hash, MessageDigest.getInstance(algorithm).digest(authority.getEncoded()));
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

  /**
   * The authority's certificate and what leads from it to the trusted roots, valid or not; empty if
   * nothing does, so that the authority is another one whatever its certificates say of themselves.
   * Looks at each certificate once: a maze of them is no longer way than a line.
   */
  private Set<X509Certificate> issuers() {
    Set<X509Certificate> found = new LinkedHashSet<>(Set.of(authority));
    Deque<X509Certificate> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      X509Certificate certificate = open.remove();
      Stream.concat(
              roots.stream(), others.stream().filter(other -> other.getBasicConstraints() >= 0))
          .filter(issuer -> isIssued(certificate, issuer) && found.add(issuer))
          .forEach(open::add);
    }
    return found.stream().anyMatch(roots::contains) ? found : Set.of();
  }

  private static boolean isIssued(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException | RuntimeException e) { // whatever such a key does
      return false;
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

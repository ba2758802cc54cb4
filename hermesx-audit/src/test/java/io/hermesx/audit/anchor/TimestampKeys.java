// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key with its certificate, made for a test.
 *
 * @param pair the key
 * @param certificate what its issuer says of it
 */
record TimestampKeys(KeyPair pair, X509Certificate certificate) {

  static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant TO = Instant.parse("2027-01-01T00:00:00Z");

  /** What a certificate says. */
  record Subject(String name, int serial, Instant from, Instant to) {

    Subject(String name, int serial) {
      this(name, serial, FROM, TO);
    }
  }

  static KeyPair newPair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  static TimestampKeys root(String name) throws Exception {
    return root(new Subject(name, 1));
  }

  static TimestampKeys root(Subject subject) throws Exception {
    KeyPair pair = newPair();
    JcaX509v3CertificateBuilder builder = builder(subject, pair, subject.name(), 1);
    authorize(builder);
    return sign(builder, pair, pair);
  }

  /** An authority below this one that issues certificates. */
  TimestampKeys intermediate(Subject subject) throws Exception {
    KeyPair child = newPair();
    JcaX509v3CertificateBuilder builder = builder(subject, child, name(), subject.serial());
    authorize(builder);
    return sign(builder, child, pair);
  }

  /** An authority that issues time-stamps. */
  TimestampKeys timestamping(Subject subject) throws Exception {
    return timestamping(
        subject,
        newPair(),
        Optional.of(
            new Extension(
                Extension.extendedKeyUsage,
                true,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping).getEncoded())));
  }

  /** The certificate of a key that says in its own way what it is for. */
  TimestampKeys timestamping(Subject subject, KeyPair child, Optional<Extension> usage)
      throws Exception {
    JcaX509v3CertificateBuilder builder = builder(subject, child, name(), subject.serial());
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    if (usage.isPresent()) {
      builder.addExtension(usage.get());
    }
    return sign(builder, child, pair);
  }

  private String name() {
    return certificate.getSubjectX500Principal().getName();
  }

  private static void authorize(JcaX509v3CertificateBuilder builder) throws Exception {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
  }

  private static JcaX509v3CertificateBuilder builder(
      Subject subject, KeyPair pair, String issuer, int serial) {
    return new JcaX509v3CertificateBuilder(
        new X500Name(issuer),
        BigInteger.valueOf(serial),
        Date.from(subject.from()),
        Date.from(subject.to()),
        new X500Name(subject.name()),
        pair.getPublic());
  }

  private static TimestampKeys sign(
      JcaX509v3CertificateBuilder builder, KeyPair pair, KeyPair issuer) throws Exception {
    byte[] encoded =
        builder
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate()))
            .getEncoded();
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded));
    return new TimestampKeys(pair, certificate);
  }
}

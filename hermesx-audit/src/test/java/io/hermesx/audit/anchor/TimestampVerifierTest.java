// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.audit.anchor.TimestampAuthority.Issuer;
import io.hermesx.audit.anchor.TimestampKeys.Subject;
import io.hermesx.core.Sha256;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attack D6, each part of it: only the right token of the right authority holds. */
class TimestampVerifierTest {

  private static final byte[] NOTE = SignedNotes.note(5);
  private static final Instant NOW = TimestampAuthority.NOW;

  private static TimestampKeys root;
  private static TimestampKeys keys;

  @BeforeAll
  static void makeKeys() throws Exception {
    root = TimestampKeys.root("CN=root");
    keys = root.timestamping(new Subject("CN=authority", 2));
  }

  private static byte[] token(Issuer issuer) throws Exception {
    return token(issuer, TSPAlgorithms.SHA256, Sha256.raw(NOTE).octets());
  }

  private static byte[] token(Issuer issuer, ASN1ObjectIdentifier hash, byte[] imprint)
      throws Exception {
    TimeStampRequestGenerator request = new TimeStampRequestGenerator();
    request.setCertReq(true);
    byte[] response = issuer.issue(request.generate(hash, imprint));
    return new TimeStampResponse(response).getTimeStampToken().getEncoded();
  }

  private static byte[] right() throws Exception {
    return token(new Issuer(keys, List.of(keys.certificate())));
  }

  private static TimestampVerdict verify(byte[] token) {
    return TimestampVerifier.trusting(List.of(root.certificate())).verify(token, NOTE);
  }

  private static void refused(byte[] token, TimestampFault... faults) {
    assertThat(verify(token)).isEqualTo(new TimestampVerdict.Refused(Set.of(faults)));
  }

  @Test
  void verify_theRightToken_isAccepted() throws Exception {
    TimestampVerdict verdict = verify(right());

    assertThat(verdict)
        .isEqualTo(new TimestampVerdict.Accepted(NOW, "CN=authority", TimestampAuthority.POLICY));
    assertThat(verdict.isAccepted()).isTrue();
  }

  @Test
  void verify_chainOverAnIntermediate_isAcceptedIfItIsSent() throws Exception {
    TimestampKeys between = root.intermediate(new Subject("CN=between", 3));
    TimestampKeys below = between.timestamping(new Subject("CN=below", 4));
    X509Certificate certificate = below.certificate();

    assertThat(
            verify(token(new Issuer(below, List.of(certificate, between.certificate()))))
                .isAccepted())
        .isTrue();
    refused(token(new Issuer(below, List.of(certificate))), TimestampFault.NOT_TRUSTED);
  }

  /** Five layers of certificates of the same name, each of which may have issued each below. */
  @Test
  @Timeout(30)
  void verify_maze_ofCertificates_isRefusedAtOnce() throws Exception {
    List<X509Certificate> maze = new ArrayList<>(List.of(keys.certificate()));
    TimestampKeys layer = root;
    for (int depth = 0; depth < 5; depth++) {
      TimestampKeys above = layer;
      for (int i = 0; i < 12; i++) {
        layer = above.intermediate(new Subject("CN=layer " + depth, 10 + 12 * depth + i));
        maze.add(layer.certificate());
      }
    }

    refused(token(new Issuer(keys, maze)), TimestampFault.DAMAGED);
  }

  @Test
  void verify_otherOctetsOrAnotherHash_isRefused() throws Exception {
    Issuer issuer = new Issuer(keys, List.of(keys.certificate()));

    refused(
        token(issuer, TSPAlgorithms.SHA256, Sha256.raw(new byte[1]).octets()),
        TimestampFault.OTHER_HASH);
    refused(token(issuer, TSPAlgorithms.SHA512, new byte[64]), TimestampFault.OTHER_HASH);
  }

  @Test
  void verify_anotherPolicy_isRefused() throws Exception {
    TimestampVerifier any = TimestampVerifier.trusting(List.of(root.certificate()));

    assertThat(any.requiringPolicy(TimestampAuthority.POLICY).verify(right(), NOTE).isAccepted())
        .isTrue();
    assertThat(any.requiringPolicy("1.2.3.4.6").verify(right(), NOTE))
        .isEqualTo(new TimestampVerdict.Refused(Set.of(TimestampFault.OTHER_POLICY)));
  }

  /** The same key under a certificate that says otherwise what it is for. */
  @Test
  void verify_certificateThatIsNotForTimestampingAlone_isRefused() throws Exception {
    KeyPurposeId stamps = KeyPurposeId.id_kp_timeStamping;
    KeyPurposeId server = KeyPurposeId.id_kp_serverAuth;
    for (Optional<Extension> usage :
        List.of(
            Optional.<Extension>empty(),
            usage(false, stamps),
            usage(true, server),
            usage(true, stamps, server))) {
      TimestampKeys other = root.timestamping(new Subject("CN=authority", 2), keys.pair(), usage);
      refused(
          token(new Issuer(keys, List.of(other.certificate()))),
          TimestampFault.NOT_FOR_TIMESTAMPING);
    }
  }

  private static Optional<Extension> usage(boolean isCritical, KeyPurposeId... purposes)
      throws Exception {
    return Optional.of(
        new Extension(
            Extension.extendedKeyUsage, isCritical, new ExtendedKeyUsage(purposes).getEncoded()));
  }

  @Test
  void verify_certificateOfTheSameNameNumberAndKey_isNotTheOneThatSigned() throws Exception {
    TimestampKeys other =
        root.timestamping(
            new Subject("CN=authority", 2),
            keys.pair(),
            usage(true, KeyPurposeId.id_kp_timeStamping));
    assertThat(other.certificate()).isNotEqualTo(keys.certificate());

    refused(
        token(new Issuer(keys, List.of(other.certificate()))), TimestampFault.SIGNATURE_INVALID);
  }

  @Test
  void verify_tokenOfATimeWhenACertificateWasNotValid_isRefused() throws Exception {
    Instant late = NOW.plus(Duration.ofDays(1));
    Instant early = NOW.minus(Duration.ofDays(1));
    Subject expired = new Subject("CN=authority", 2, TimestampKeys.FROM, early);
    Subject future = new Subject("CN=authority", 2, late, TimestampKeys.TO);
    for (Subject subject : List.of(expired, future)) {
      TimestampKeys authority = root.timestamping(subject);
      refused(
          token(new Issuer(authority, List.of(authority.certificate()))),
          TimestampFault.CERTIFICATE_EXPIRED);

      TimestampKeys between =
          root.intermediate(new Subject("CN=between", 3, subject.from(), subject.to()));
      TimestampKeys below = between.timestamping(new Subject("CN=below", 4));
      refused(
          token(new Issuer(below, List.of(below.certificate(), between.certificate()))),
          TimestampFault.CERTIFICATE_EXPIRED);

      TimestampKeys ended =
          TimestampKeys.root(new Subject("CN=ended", 1, subject.from(), subject.to()));
      TimestampKeys child = ended.timestamping(new Subject("CN=child", 2));
      assertThat(
              TimestampVerifier.trusting(List.of(ended.certificate()))
                  .verify(token(new Issuer(child, List.of(child.certificate()))), NOTE))
          .isEqualTo(new TimestampVerdict.Refused(Set.of(TimestampFault.CERTIFICATE_EXPIRED)));
    }
  }

  /** Today's date plays no part: a token outlives the certificates it was signed with. */
  @Test
  void verify_tokenOfAnOldCertificateFromWhenItWasValid_isAccepted() throws Exception {
    Instant then = Instant.parse("2001-06-01T00:00:00Z");
    Instant from = Instant.parse("2001-01-01T00:00:00Z");
    Instant to = Instant.parse("2002-01-01T00:00:00Z");
    TimestampKeys old = TimestampKeys.root(new Subject("CN=old", 1, from, to));
    TimestampKeys authority = old.timestamping(new Subject("CN=authority", 2, from, to));
    Issuer issuer = new Issuer(authority, List.of(authority.certificate()), then, "SHA256");

    assertThat(
            TimestampVerifier.trusting(List.of(old.certificate()))
                .verify(token(issuer), NOTE)
                .isAccepted())
        .isTrue();
  }

  @Test
  void verify_authorityOfAnotherRoot_isRefused() throws Exception {
    TimestampKeys foreign = TimestampKeys.root("CN=root");
    TimestampKeys authority = foreign.timestamping(new Subject("CN=authority", 2));

    refused(
        token(new Issuer(authority, List.of(authority.certificate(), foreign.certificate()))),
        TimestampFault.NOT_TRUSTED);
  }

  /** It is another authority whether its certificates were valid or not. */
  @Test
  void verify_authorityOfAnotherRootWithCertificatesThatExpired_isNotTrustedAndNoMore()
      throws Exception {
    Instant early = NOW.minus(Duration.ofDays(1));
    TimestampKeys foreign = TimestampKeys.root("CN=root");
    TimestampKeys between =
        foreign.intermediate(new Subject("CN=between", 3, TimestampKeys.FROM, early));
    TimestampKeys authority =
        between.timestamping(new Subject("CN=authority", 2, TimestampKeys.FROM, early));
    List<X509Certificate> all =
        List.of(authority.certificate(), between.certificate(), foreign.certificate());

    for (int sent = 1; sent <= all.size(); sent++) {
      refused(token(new Issuer(authority, all.subList(0, sent))), TimestampFault.NOT_TRUSTED);
    }
  }

  /** What is put beside the certificates does not make a trusted authority another one. */
  @Test
  void verify_expiredCertificateAmongForeignOnes_isExpiredStill() throws Exception {
    Instant early = NOW.minus(Duration.ofDays(1));
    TimestampKeys between =
        root.intermediate(new Subject("CN=between", 3, TimestampKeys.FROM, early));
    TimestampKeys authority = between.timestamping(new Subject("CN=authority", 2));
    TimestampKeys foreign = TimestampKeys.root("CN=root");
    TimestampKeys same = foreign.intermediate(new Subject("CN=between", 3));
    List<X509Certificate> beside = List.of(foreign.certificate(), same.certificate());

    List<X509Certificate> sent = new ArrayList<>(beside);
    sent.addAll(List.of(authority.certificate(), between.certificate()));
    refused(token(new Issuer(authority, sent)), TimestampFault.CERTIFICATE_EXPIRED);
    Collections.reverse(sent);
    refused(token(new Issuer(authority, sent)), TimestampFault.CERTIFICATE_EXPIRED);
  }

  /** Who owns the database makes a certificate for the authority's key that leads nowhere. */
  @Test
  void verify_expiredCertificateReplacedByOneOfTheAttackers_isNotJustAnotherAuthority()
      throws Exception {
    Subject expired =
        new Subject("CN=authority", 2, TimestampKeys.FROM, NOW.minus(Duration.ofDays(1)));
    TimestampKeys authority = root.timestamping(expired);
    TimestampKeys replaced =
        TimestampKeys.root("CN=root")
            .timestamping(expired, authority.pair(), usage(true, KeyPurposeId.id_kp_timeStamping));

    refused(
        token(new Issuer(authority, List.of(authority.certificate()))),
        TimestampFault.CERTIFICATE_EXPIRED);
    refused(
        token(new Issuer(authority, List.of(replaced.certificate()))),
        TimestampFault.NOT_TRUSTED,
        TimestampFault.SIGNATURE_INVALID);
  }

  /** A token that holds is not spoilt by certificates that it does not need. */
  @Test
  void verify_rightTokenWithExpiredCertificatesOfOthers_isAccepted() throws Exception {
    Instant early = NOW.minus(Duration.ofDays(1));
    TimestampKeys ended = TimestampKeys.root(new Subject("CN=x", 1, TimestampKeys.FROM, early));

    assertThat(verify(token(new Issuer(keys, List.of(ended.certificate(), keys.certificate())))))
        .isEqualTo(verify(right()));
  }

  @Test
  void verify_authorityThatMayNotIssueCertificates_isNoLinkOfAChain() throws Exception {
    TimestampKeys below = keys.timestamping(new Subject("CN=below", 4));

    refused(
        token(new Issuer(below, List.of(below.certificate(), keys.certificate()))),
        TimestampFault.NOT_TRUSTED);
  }

  @Test
  void verify_withoutTheCertificate_isRefused() throws Exception {
    refused(
        token(new Issuer(keys, List.of(root.certificate()))), TimestampFault.CERTIFICATE_MISSING);
  }

  @Test
  void verify_signatureOverAWeakHash_isRefused() throws Exception {
    refused(
        token(new Issuer(keys, List.of(keys.certificate()), NOW, "SHA1")),
        TimestampFault.WEAK_HASH);
  }

  @Test
  void verify_damagedToken_isRefusedWhateverTheDamage() throws Exception {
    byte[] token = right();
    for (int i = 0; i < token.length; i++) {
      byte[] changed = token.clone();
      changed[i] ^= (byte) (1 << i % 8);
      TimestampVerdict verdict = verify(changed);
      if (verdict.isAccepted()) { // what nothing covers must not change what is said
        assertThat(verdict).as("octet %s", i).isEqualTo(verify(token));
      }
      refused(Arrays.copyOf(token, i), TimestampFault.DAMAGED);
    }
    refused(Arrays.copyOf(token, token.length + 1), TimestampFault.DAMAGED);
  }

  @Test
  void verify_changedTimeOrSignature_isRefused() throws Exception {
    byte[] token = right();
    byte[] time = "20261121120000Z".getBytes(US_ASCII);
    int at = indexOf(token, time);
    byte[] later = token.clone();
    later[at + 13]++; // a second later
    refused(later, TimestampFault.SIGNATURE_INVALID);

    byte[] forged = token.clone();
    forged[token.length - 1] ^= 1;
    refused(forged, TimestampFault.SIGNATURE_INVALID);
  }

  private static int indexOf(byte[] octets, byte[] part) {
    int at = 0;
    while (!Arrays.equals(octets, at, at + part.length, part, 0, part.length)) {
      at++;
    }
    return at;
  }

  @Test
  void trusting_nobodyOrAPolicyThatIsNone_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> TimestampVerifier.trusting(List.of()));
    TimestampVerifier verifier = TimestampVerifier.trusting(List.of(root.certificate()));
    for (String oid : List.of("", "1", "3.1", "1.02", "1..2", "1.2.", "a", "1.2 ")) {
      assertThatIllegalArgumentException().isThrownBy(() -> verifier.requiringPolicy(oid));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new TimestampVerdict.Refused(Set.of()));
  }

  /** Without the optional jar the factory says what to add, in a class loader that lacks it. */
  @Test
  void trusting_withoutTheLibrary_namesIt() throws Exception {
    List<URL> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty() && !entry.contains("bcpkix")) {
        jars.add(new File(entry).toURI().toURL());
      }
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader without = new URLClassLoader(jars.toArray(URL[]::new), platform)) {
      Class<?> verifier = without.loadClass(TimestampVerifier.class.getName());
      assertThatThrownBy(
              () ->
                  verifier
                      .getMethod("trusting", Collection.class)
                      .invoke(null, List.of(root.certificate())))
          .rootCause()
          .isInstanceOf(ClassNotFoundException.class);
      assertThat(
              Stream.of(verifier.getMethods()).filter(m -> m.getName().equals("trusting")).count())
          .isEqualTo(1);
      assertThatThrownBy(
              () ->
                  verifier
                      .getMethod("trusting", Collection.class)
                      .invoke(null, List.of(root.certificate())))
          .cause()
          .hasMessageContaining("org.bouncycastle:bcpkix-jdk18on:1.86");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.audit;

import io.hermesx.audit.anchor.TimestampAnchor;
import io.hermesx.audit.anchor.TimestampVerifier;
import io.hermesx.examples.service.config.Configuration;
import io.hermesx.examples.service.config.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The time-stamp authority that the operator names. */
final class TimestampSetting {

  private TimestampSetting() {}

  static Optional<TimestampAnchor> find(Configuration configuration) {
    return configuration
        .find(Variable.AUDIT_TSA)
        .map(
            url -> {
              Path file = configuration.path(Variable.AUDIT_TSA_CERTIFICATE).orElseThrow();
              TimestampVerifier verifier = TimestampVerifier.trusting(certificates(file));
              return TimestampAnchor.builder(URI.create(url), verifier).build();
            });
  }

  private static List<X509Certificate> certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new CertificateException("it has none");
      }
      return found;
    } catch (IOException | CertificateException e) {
      throw new AuditStartException(
          Variable.AUDIT_TSA_CERTIFICATE.key()
              + " is \""
              + file
              + "\", from which no certificate can be read ("
              + (e instanceof IOException io ? AuditFiles.why(io) : "it holds none")
              + "); allowed: "
              + Variable.AUDIT_TSA_CERTIFICATE.allowed()
              + ". Correct the path or the file.",
          e);
    }
  }
}

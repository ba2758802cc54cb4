// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.audit.anchor.TimestampFault;
import io.hermesx.audit.anchor.TimestampVerdict;
import io.hermesx.audit.anchor.TimestampVerifier;
import io.hermesx.core.HermesException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Tells what the receipt of an anchor is worth to whoever trusts some time-stamp authorities. */
final class StampCheck {

  /**
   * What is known of a receipt.
   *
   * @param time when the authority saw the octets, if the stamp holds
   */
  record Answer(Worth worth, Optional<Instant> time) {}

  /** What a receipt is worth. */
  enum Worth {
    /** It is a stamp for these octets, by a trusted authority. */
    HOLDS,
    /** It is none, or by another authority: nothing follows from it. */
    OTHER,
    /** It is a stamp and does not hold. */
    DOES_NOT_HOLD
  }

  private final TimestampVerifier verifier;

  StampCheck(TimestampVerifier verifier) {
    this.verifier = verifier;
  }

  /** Reads the certificates of authorities from a file, in PEM or DER. */
  static TimestampVerifier read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<X509Certificate> roots =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      return TimestampVerifier.trusting(roots);
    } catch (CertificateException e) {
      throw new HermesException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Checks a receipt.
   *
   * @param note the octets that were to be stamped
   */
  Answer check(byte[] note, byte[] receipt) {
    TimestampVerdict verdict = verifier.verify(receipt, note);
    if (verdict instanceof TimestampVerdict.Refused refused) {
      boolean other =
          Set.of(TimestampFault.DAMAGED, TimestampFault.NOT_TRUSTED).containsAll(refused.faults());
      return new Answer(other ? Worth.OTHER : Worth.DOES_NOT_HOLD, Optional.empty());
    }
    return new Answer(Worth.HOLDS, Optional.of(((TimestampVerdict.Accepted) verdict).time()));
  }
}

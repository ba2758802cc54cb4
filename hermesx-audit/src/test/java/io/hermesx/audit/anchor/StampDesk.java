// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.audit.anchor.TimestampAuthority.Issuer;
import io.hermesx.audit.anchor.TimestampKeys.Subject;
import io.hermesx.core.Sha256;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/** Where tests of other packages get time-stamp tokens, right ones and others. */
public final class StampDesk {

  private final TimestampKeys root;

  private StampDesk(TimestampKeys root) {
    this.root = root;
  }

  /** One with an authority of its own. */
  public static StampDesk open() throws Exception {
    return new StampDesk(TimestampKeys.root("CN=root"));
  }

  /** What trusts this authority. */
  public TimestampVerifier verifier() {
    return TimestampVerifier.trusting(List.of(root.certificate()));
  }

  /** The token of these octets. */
  public byte[] token(byte[] octets) throws Exception {
    return token(octets, root.timestamping(new Subject("CN=authority", 2)));
  }

  /** One whose certificate was not valid any more when it was made. */
  public byte[] expired(byte[] octets) throws Exception {
    return token(octets, root.timestamping(expiredSubject()));
  }

  private static Subject expiredSubject() {
    Instant end = TimestampAuthority.NOW.minus(Duration.ofDays(1));
    return new Subject("CN=authority", 2, TimestampKeys.FROM, end);
  }

  /**
   * One of these octets under a certificate that expired, with those of another authority beside.
   */
  public byte[] expiredAmong(StampDesk foreign, byte[] octets) throws Exception {
    TimestampKeys keys = root.timestamping(expiredSubject());
    X509Certificate other = foreign.root.certificate();
    return token(octets, keys, List.of(other, keys.certificate()));
  }

  /** One by a certificate of the same authority that is not for time-stamps. */
  public byte[] forSomethingElse(byte[] octets) throws Exception {
    TimestampKeys right = root.timestamping(new Subject("CN=authority", 2));
    TimestampKeys other =
        root.timestamping(new Subject("CN=authority", 2), right.pair(), Optional.empty());
    return token(octets, right, List.of(other.certificate()));
  }

  private static byte[] token(byte[] octets, TimestampKeys keys) throws Exception {
    return token(octets, keys, List.of(keys.certificate()));
  }

  private static byte[] token(byte[] octets, TimestampKeys keys, List<X509Certificate> sent)
      throws Exception {
    TimeStampRequestGenerator request = new TimeStampRequestGenerator();
    request.setCertReq(true);
    byte[] answer =
        new Issuer(keys, sent)
            .issue(request.generate(TSPAlgorithms.SHA256, Sha256.raw(octets).octets()));
    return new TimeStampResponse(answer).getTimeStampToken().getEncoded();
  }
}

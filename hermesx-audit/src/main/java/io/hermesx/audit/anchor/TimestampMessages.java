// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.audit.AnchorException;
import io.hermesx.core.Sha256;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/** What is said to a time-stamp authority and what it answers (RFC 3161 §2.4). */
final class TimestampMessages {

  private static final int GRANTED = 0;
  private static final int GRANTED_WITH_CHANGES = 1; // what they are is seen when it is verified

  private TimestampMessages() {}

  static byte[] request(byte[] checkpoint, Optional<String> policy, BigInteger nonce) {
    try {
      TimeStampRequestGenerator request = new TimeStampRequestGenerator();
      request.setCertReq(true);
      policy.map(ASN1ObjectIdentifier::new).ifPresent(request::setReqPolicy);
      return request
          .generate(TSPAlgorithms.SHA256, Sha256.raw(checkpoint).octets(), nonce)
          .getEncoded();
    } catch (IOException e) {
      throw new AnchorException("a time-stamp request cannot be written", e);
    }
  }

  /**
   * Returns the token of an answer, unverified.
   *
   * @param authority what messages call it
   */
  static byte[] token(byte[] answer, String authority) {
    try {
      TimeStampResponse response = new TimeStampResponse(answer);
      int status = response.getStatus();
      if ((status != GRANTED && status != GRANTED_WITH_CHANGES)
          || response.getTimeStampToken() == null) {
        throw new AnchorException(
            authority
                + " gives no token: status "
                + status
                + " (RFC 3161 §2.4.2); check the policy, or ask again later");
      }
      return response.getTimeStampToken().getEncoded();
    } catch (AnchorException e) {
      throw e;
    } catch (IOException | TSPException | RuntimeException e) { // whatever the parser throws
      throw new AnchorException(authority + " answers what is no time-stamp response", e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.audit.AnchorException;
import io.hermesx.audit.anchor.TimestampAuthority.Desk;
import io.hermesx.audit.anchor.TimestampAuthority.Issuer;
import io.hermesx.audit.anchor.TimestampKeys.Subject;
import io.hermesx.core.Sha256;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TimestampAnchorTest {

  private static final byte[] NOTE = SignedNotes.note(5);

  private static TimestampKeys root;
  private static Issuer issuer;

  @BeforeAll
  static void makeKeys() throws Exception {
    root = TimestampKeys.root("CN=root");
    TimestampKeys keys = root.timestamping(new Subject("CN=authority", 2));
    issuer = new Issuer(keys, List.of(keys.certificate()));
  }

  private static TimestampVerifier verifier() {
    return TimestampVerifier.trusting(List.of(root.certificate()));
  }

  private static TimestampAnchor anchor(TimestampAuthority authority) {
    return TimestampAnchor.builder(authority.address(), verifier())
        .random(new Random(6))
        .timeout(Duration.ofSeconds(5))
        .build();
  }

  @Test
  void anchor_checkpoint_hasATokenThatVerifiesLater() throws Exception {
    try (TimestampAuthority authority = TimestampAuthority.run(issuer)) {
      byte[] token = anchor(authority).anchor(NOTE, SignedNotes.NO_PROOFS);

      assertThat(verifier().verify(token, NOTE))
          .isEqualTo(
              new TimestampVerdict.Accepted(
                  TimestampAuthority.NOW, "CN=authority", TimestampAuthority.POLICY));
      assertThat(verifier().verify(token, SignedNotes.note(6)))
          .isEqualTo(new TimestampVerdict.Refused(Set.of(TimestampFault.OTHER_HASH)));
    }
  }

  @Test
  void anchor_request_saysWhatItMust() throws Exception {
    Set<BigInteger> nonces = new HashSet<>();
    Desk desk =
        (exchange, octets) -> {
          TimeStampRequest request = new TimeStampRequest(octets);
          assertThat(exchange.getRequestMethod()).isEqualTo("POST");
          assertThat(exchange.getRequestHeaders().getFirst("Content-Type"))
              .isEqualTo("application/timestamp-query");
          assertThat(request.getCertReq()).isTrue();
          assertThat(request.getReqPolicy().getId()).isEqualTo(TimestampAuthority.POLICY);
          assertThat(request.getMessageImprintDigest()).isEqualTo(Sha256.raw(NOTE).octets());
          assertThat(request.getNonce().signum()).isPositive();
          nonces.add(request.getNonce());
          TimestampAuthority.reply(exchange, issuer.issue(request));
        };
    try (TimestampAuthority authority = TimestampAuthority.run(desk)) {
      TimestampAnchor anchor =
          TimestampAnchor.builder(
                  authority.address(), verifier().requiringPolicy(TimestampAuthority.POLICY))
              .name("tsa-one")
              .build();
      for (int i = 0; i < 5; i++) {
        anchor.anchor(NOTE, SignedNotes.NO_PROOFS);
      }
      assertThat(anchor.name()).isEqualTo("tsa-one");
      assertThat(nonces).hasSize(5);
    }
  }

  @Test
  void anchor_answerToAnotherRequest_isRefused() throws Exception {
    TimeStampRequestGenerator other = new TimeStampRequestGenerator();
    other.setCertReq(true);
    byte[] imprint = Sha256.raw(NOTE).octets();

    refused(
        (exchange, request) -> {
          TimeStampRequest replayed =
              other.generate(TSPAlgorithms.SHA256, imprint, BigInteger.valueOf(99));
          TimestampAuthority.reply(exchange, issuer.issue(replayed));
        },
        "[OTHER_NONCE]");
    refused(
        (exchange, request) ->
            TimestampAuthority.reply(
                exchange, issuer.issue(other.generate(TSPAlgorithms.SHA256, imprint))),
        "[OTHER_NONCE]");
    refused(
        (exchange, request) -> {
          BigInteger nonce = new TimeStampRequest(request).getNonce();
          TimestampAuthority.reply(
              exchange, issuer.issue(other.generate(TSPAlgorithms.SHA256, new byte[32], nonce)));
        },
        "[OTHER_HASH]");
  }

  @Test
  void anchor_whatIsNoAnswer_isRefused() throws Exception {
    refused((exchange, request) -> exchange.sendResponseHeaders(503, -1), "HTTP status 503");
    refused((exchange, request) -> exchange.sendResponseHeaders(200, -1), "content type");
    refused(
        (exchange, request) -> TimestampAuthority.reply(exchange, new byte[] {1, 2, 3}),
        "no time-stamp response");
    refused(
        (exchange, request) -> TimestampAuthority.reply(exchange, new byte[0]),
        "no time-stamp response");
    refused(
        (exchange, request) -> TimestampAuthority.reply(exchange, new byte[(1 << 16) + 1]),
        "more than the allowed 65536 octets");
    // SEQUENCE { SEQUENCE { INTEGER 2 } }: rejection
    refused(
        (exchange, request) ->
            TimestampAuthority.reply(exchange, new byte[] {0x30, 5, 0x30, 3, 2, 1, 2}),
        "status 2");
    // granted, but without a token
    refused(
        (exchange, request) ->
            TimestampAuthority.reply(exchange, new byte[] {0x30, 5, 0x30, 3, 2, 1, 0}),
        "time-stamp");
  }

  @Test
  void anchor_redirect_isNotFollowed() throws Exception {
    try (TimestampAuthority elsewhere = TimestampAuthority.run(issuer)) {
      refused(
          (exchange, request) -> {
            exchange.getResponseHeaders().set("Location", elsewhere.address().toString());
            exchange.sendResponseHeaders(307, -1);
          },
          "HTTP status 307");
    }
  }

  @Test
  @Timeout(30)
  void anchor_authorityThatNeverEndsItsAnswer_isUnreachable() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    Desk desk =
        (exchange, request) -> {
          exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          over.await();
        };
    try (TimestampAuthority authority = TimestampAuthority.run(desk)) {
      TimestampAnchor anchor =
          TimestampAnchor.builder(authority.address(), verifier())
              .timeout(Duration.ofMillis(300))
              .build();
      assertThatExceptionOfType(AnchorException.class)
          .isThrownBy(() -> anchor.anchor(NOTE, SignedNotes.NO_PROOFS))
          .withMessageContaining("within PT0.3S");
      over.countDown();
    }
  }

  @Test
  void anchor_nobodyThere_isUnreachable() throws IOException {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }
    assertThatExceptionOfType(AnchorException.class)
        .isThrownBy(
            () ->
                TimestampAnchor.builder(nobody, verifier())
                    .build()
                    .anchor(NOTE, SignedNotes.NO_PROOFS))
        .withMessageContaining("cannot be reached");
  }

  @Test
  void anchor_interruptedThread_staysInterrupted() throws Exception {
    try (TimestampAuthority authority = TimestampAuthority.run(issuer)) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(AnchorException.class)
          .isThrownBy(() -> anchor(authority).anchor(NOTE, SignedNotes.NO_PROOFS));
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void builder_settingsOutOfRange_areRefused() {
    for (String address : List.of("ftp://x/", "http:///x", "/x", "http://me:secret@x/", "x")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TimestampAnchor.builder(URI.create(address), verifier()))
          .withMessageNotContaining("secret");
    }
    TimestampAnchor.Builder builder =
        TimestampAnchor.builder(URI.create("https://tsa.example.com/tsr"), verifier());
    assertThat(builder.build().name()).isEqualTo("rfc3161");
    for (Duration wrong : List.of(Duration.ofMillis(99), Duration.ofMinutes(6))) {
      assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(wrong));
    }
    for (String wrong : List.of("", "A", "a b", "x".repeat(65))) {
      assertThatIllegalArgumentException().isThrownBy(() -> builder.name(wrong));
    }
  }

  private static void refused(Desk desk, String why) throws IOException {
    try (TimestampAuthority authority = TimestampAuthority.run(desk)) {
      assertThatExceptionOfType(AnchorException.class)
          .isThrownBy(() -> anchor(authority).anchor(NOTE, SignedNotes.NO_PROOFS))
          .withMessageContaining(why);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.audit.AnchorException;
import io.hermesx.audit.anchor.TestWitness.Reply;
import io.hermesx.audit.note.NoteRefusedException;
import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SigningKey;
import io.hermesx.audit.note.WitnessKey;
import io.hermesx.audit.note.WitnessSigner;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client of C2SP tlog-witness against a witness with a memory, and against worse ones. */
class WitnessAnchorTest {

  private static final WitnessSigner ED25519 = WitnessSigner.ed25519("witness.example/w", 31);
  private static final WitnessSigner ML_DSA_44 = WitnessSigner.mlDsa44("witness.example/w", 32);
  private static final List<WitnessKey> KEYS = List.of(ED25519.key(), ML_DSA_44.key());

  private final GrowingLog log = new GrowingLog("a", 5);

  private static TestWitness witness(WitnessSigner... signers) {
    return new TestWitness(Map.of(GrowingLog.ORIGIN, List.of(GrowingLog.KEY.key())), signers);
  }

  private static WitnessAnchor anchor(TimestampAuthority server) {
    return WitnessAnchor.builder(prefix(server), KEYS).timeout(Duration.ofSeconds(5)).build();
  }

  private static URI prefix(TimestampAuthority server) {
    return server.address().resolve("/w");
  }

  @Test
  void checkpoints_ofAGrowingLog_areCosignedEachFromTheLast() throws Exception {
    TestWitness witness = witness(ED25519, ML_DSA_44);
    try (TimestampAuthority server = TimestampAuthority.run(witness)) {
      WitnessAnchor anchor = anchor(server);
      for (int size : new int[] {5, 5, 6, 8, 21, 200}) {
        log.grow(size - log.size());
        byte[] receipt = anchor.anchor(log.note(), log.proofs());

        assertThat(new String(receipt, UTF_8))
            .isEqualTo(
                ED25519.cosign(log.checkpoint(size), TestWitness.TIME)
                    + ML_DSA_44.cosign(log.checkpoint(size), TestWitness.TIME));
      }
    }
    assertThat(witness.statuses()).containsOnly(200).hasSize(6);
    assertThat(log.asked()).containsExactly("5-6", "6-8", "8-21", "21-200");
  }

  /** What the witness cosigned last is asked of the witness. */
  @Test
  void anchor_afterAStart_learnsTheSizeAndRetriesOnce() throws Exception {
    TestWitness witness = witness(ED25519);
    try (TimestampAuthority server = TimestampAuthority.run(witness)) {
      anchor(server).anchor(log.note(), log.proofs());
      WitnessAnchor restarted = anchor(server);
      restarted.anchor(log.grow(2).note(), log.proofs());
      restarted.anchor(log.grow(2).note(), log.proofs());
      WitnessAnchor unchanged = anchor(server);
      unchanged.anchor(log.note(), log.proofs());
    }
    assertThat(witness.statuses()).containsExactly(200, 409, 200, 200, 409, 200);
    assertThat(log.asked()).containsExactly("5-7", "7-9");
  }

  /** Another process submits the same log, and the older one comes later. */
  @Test
  void anchor_behindAnother_isToldSoAndGoesOn() throws Exception {
    TestWitness witness = witness(ED25519);
    try (TimestampAuthority server = TimestampAuthority.run(witness)) {
      WitnessAnchor one = anchor(server);
      one.anchor(log.note(), log.proofs());
      anchor(server).anchor(log.grow(4).note(), log.proofs());

      assertThatExceptionOfType(AnchorException.class)
          .isThrownBy(() -> one.anchor(log.note(7), log.proofs()))
          .withMessageContaining("has cosigned size 9")
          .withMessageContaining("which has 7 events now");
      one.anchor(log.grow(1).note(), log.proofs());
    }
    assertThat(witness.statuses()).containsExactly(200, 409, 200, 409, 409, 200);
  }

  /** Whoever has keys and database signs another history of the log. */
  @Test
  void anchor_ofAnotherHistory_isNotCosigned() throws Exception {
    try (TimestampAuthority server = TimestampAuthority.run(witness(ED25519))) {
      WitnessAnchor anchor = anchor(server);
      anchor.anchor(log.note(), log.proofs());
      for (int size : new int[] {5, 9}) {
        GrowingLog other = new GrowingLog("b", size);

        assertThatExceptionOfType(AnchorException.class)
            .isThrownBy(() -> anchor.anchor(other.note(), other.proofs()))
            .withMessageContaining("HTTP status 422")
            .withMessageContaining("does not continue what the witness cosigned at size 5");
      }
      anchor.anchor(log.grow(1).note(), log.proofs());
    }
  }

  @Test
  void anchor_ofALogOrKeyThatTheWitnessDoesNotKnow_saysWhatItsOperatorNeeds() throws Exception {
    try (TimestampAuthority server = TimestampAuthority.run(new TestWitness(Map.of(), ED25519))) {
      assertThatExceptionOfType(AnchorException.class)
          .isThrownBy(() -> anchor(server).anchor(log.note(), log.proofs()))
          .withMessageContaining("HTTP status 404")
          .withMessageContaining(GrowingLog.ORIGIN);
    }
    try (TimestampAuthority server = TimestampAuthority.run(witness(ED25519))) {
      SigningKey other = SigningKey.generate("other", SignatureType.ED25519, new Random(1));
      byte[] note = GrowingLog.note(log.checkpoint(5), other);
      assertThatExceptionOfType(AnchorException.class)
          .isThrownBy(() -> anchor(server).anchor(note, log.proofs()))
          .withMessageContaining("HTTP status 403")
          .withMessageContaining("verifier keys");
    }
  }

  @Test
  void cosignature_ofOneOfTheKeys_isEnoughAndStrangersAreLeftOut() throws Exception {
    WitnessSigner stranger = WitnessSigner.ed25519("stranger", 1);
    try (TimestampAuthority server = TimestampAuthority.run(witness(stranger, ML_DSA_44))) {
      assertThat(new String(anchor(server).anchor(log.note(), log.proofs()), UTF_8))
          .isEqualTo(ML_DSA_44.cosign(log.checkpoint(5), TestWitness.TIME));
    }
  }

  @Test
  void answer_thatLies_isNoReceipt() throws Exception {
    String right = ED25519.cosign(log.checkpoint(5), TestWitness.TIME);
    refused(new Reply(200, "text/plain", ""), "1 to 16 signature lines");
    refused(new Reply(200, "text/plain", "ok\n"), "1 to 16 signature lines");
    refused(new Reply(200, "text/plain", right.strip()), "1 to 16 signature lines");
    refused(new Reply(200, "text/plain", right.repeat(17)), "1 to 16 signature lines");
    refused(
        new Reply(200, "text/plain", ED25519.cosign(log.checkpoint(4), TestWitness.TIME)),
        "check its keys");
    refused(new Reply(200, "text/plain", ED25519.cosign(log.checkpoint(5), 0)), "check its keys");
    refused(new Reply(200, "text/plain", right + ML_DSA_44.line(new byte[2428])), "check its keys");
    refused(
        new Reply(
            200,
            "text/plain",
            WitnessSigner.ed25519("stranger", 1).cosign(log.checkpoint(5), TestWitness.TIME)),
        "check its keys");
    refused(new Reply(200, "text/plain", "x".repeat((1 << 16) + 1)), "more than the allowed 65536");
  }

  @Test
  void answer_ofAnotherStatus_isNoReceipt() throws Exception {
    String right = ED25519.cosign(log.checkpoint(5), TestWitness.TIME);
    for (int status : new int[] {201, 204, 301, 307, 400, 401, 429, 500, 503}) {
      refused(new Reply(status, "text/plain", status == 204 ? "" : right), "HTTP status " + status);
    }
  }

  @Test
  void conflict_thatIsNone_isRefused() throws Exception {
    for (String size :
        List.of("", "5", "-1\n", "05\n", " 5\n", "5\n\n", "five\n", "9".repeat(19) + "\n")) {
      refused(new Reply(409, "text/x.tlog.size", size), "409 and no size");
    }
    refused(new Reply(409, "text/x.tlog.size", "6\n"), "has cosigned size 6");
    refused(new Reply(409, "text/x.tlog.size", "999999999999999999\n"), "has cosigned size");
  }

  @Test
  void conflict_eachTime_isAskedTwiceAndNoMore() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    TimestampAuthority.Desk desk =
        (exchange, request) ->
            new Reply(409, "text/x.tlog.size", (1 + asked.getAndIncrement() % 4) + "\n")
                .send(exchange);
    try (TimestampAuthority server = TimestampAuthority.run(desk)) {
      assertThatExceptionOfType(AnchorException.class)
          .isThrownBy(() -> anchor(server).anchor(log.note(), log.proofs()))
          .withMessageContaining("another size each time");
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  @Timeout(30)
  void witness_thatNeverEndsItsAnswer_isGivenUp() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    TimestampAuthority.Desk desk =
        (exchange, request) -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          over.await();
        };
    try (TimestampAuthority server = TimestampAuthority.run(desk)) {
      WitnessAnchor anchor =
          WitnessAnchor.builder(prefix(server), KEYS).timeout(Duration.ofMillis(300)).build();
      assertThatExceptionOfType(AnchorException.class)
          .isThrownBy(() -> anchor.anchor(log.note(), log.proofs()))
          .withMessageContaining("the witness http")
          .withMessageContaining("within PT0.3S");
      over.countDown();
    }
  }

  @Test
  void witness_thatIsNotThere_cannotBeReached() throws IOException {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/w");
    }
    assertThatExceptionOfType(AnchorException.class)
        .isThrownBy(
            () -> WitnessAnchor.builder(nobody, KEYS).build().anchor(log.note(), log.proofs()))
        .withMessageContaining("cannot be reached");
  }

  @Test
  void octets_thatAreNoCheckpoint_areNotSent() throws Exception {
    TestWitness witness = witness(ED25519);
    try (TimestampAuthority server = TimestampAuthority.run(witness)) {
      assertThatExceptionOfType(NoteRefusedException.class)
          .isThrownBy(() -> anchor(server).anchor("x\n".getBytes(UTF_8), log.proofs()));
    }
    assertThat(witness.statuses()).isEmpty();
  }

  @Test
  void builder_settingsOutOfRange_areRefused() {
    for (String prefix :
        List.of(
            "ftp://x/", "http:///x", "/x", "http://me:secret@x/", "http://x/?q", "http://x/#f")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WitnessAnchor.builder(URI.create(prefix), KEYS))
          .withMessageNotContaining("secret");
    }
    URI right = URI.create("https://witness.example.com/w/");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WitnessAnchor.builder(right, List.of()))
        .withMessageContaining("no keys");
    WitnessAnchor.Builder builder = WitnessAnchor.builder(right, KEYS);
    assertThat(builder.build().name()).isEqualTo("witness");
    assertThat(builder.name("witness-2").build().name()).isEqualTo("witness-2");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.name("A"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ZERO));
  }

  private void refused(Reply reply, String why) throws IOException {
    try (TimestampAuthority server =
        TimestampAuthority.run((exchange, request) -> reply.send(exchange))) {
      assertThatExceptionOfType(AnchorException.class)
          .isThrownBy(() -> anchor(server).anchor(log.note(), log.proofs()))
          .withMessageContaining("the witness http://")
          .withMessageContaining(why);
    }
  }
}

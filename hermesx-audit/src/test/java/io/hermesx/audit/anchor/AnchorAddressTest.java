// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hermesx.audit.CheckpointAnchor;
import io.hermesx.audit.anchor.TimestampAuthority.Issuer;
import io.hermesx.audit.anchor.TimestampKeys.Subject;
import io.hermesx.audit.note.WitnessSigner;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.tsp.TimeStampRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Errors name an anchor by its address, and nothing in it that may be a key. */
class AnchorAddressTest {

  private static final String KEY = "s3cret";
  private static final WitnessSigner WITNESS = WitnessSigner.ed25519("witness.example/one", 41);

  private static TimestampKeys keys;

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = TimestampKeys.root("CN=root");
  }

  private static URI withKey(URI server) {
    return server.resolve("/stamps?key=" + KEY + "#" + KEY);
  }

  private static CheckpointAnchor authority(URI address) {
    return TimestampAnchor.builder(address, TimestampVerifier.trusting(List.of(keys.certificate())))
        .timeout(Duration.ofSeconds(5))
        .build();
  }

  private static String trace(CheckpointAnchor anchor) {
    Throwable thrown =
        catchThrowable(() -> anchor.anchor(SignedNotes.note(5), SignedNotes.NO_PROOFS));
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static void assertNamed(String trace, URI server) {
    String place = server.getHost() + ":" + server.getPort() + "/stamps";
    assertThat(trace).contains("time-stamp authority http://" + place + " ").doesNotContain(KEY);
  }

  @Test
  void authority_thatFailsInAnyWay_isNamedWithoutItsQuery() throws Exception {
    TimestampKeys foreign =
        TimestampKeys.root("CN=foreign").timestamping(new Subject("CN=authority", 2));
    Issuer issuer = new Issuer(foreign, List.of(foreign.certificate()));
    List<TimestampAuthority.Desk> desks =
        List.of(
            (exchange, request) -> TestWitness.Reply.status(500).send(exchange),
            (exchange, request) -> TimestampAuthority.reply(exchange, new byte[] {1, 2, 3}),
            (exchange, request) -> exchange.close(),
            (exchange, request) ->
                TimestampAuthority.reply(exchange, issuer.issue(new TimeStampRequest(request))));
    for (TimestampAuthority.Desk desk : desks) {
      try (TimestampAuthority server = TimestampAuthority.run(desk)) {
        assertNamed(trace(authority(withKey(server.address()))), server.address());
      }
    }
  }

  @Test
  void authority_thatIsNotThere_isNamedWithoutItsQuery() throws Exception {
    URI gone;
    try (TimestampAuthority server =
        TimestampAuthority.run((exchange, request) -> exchange.close())) {
      gone = server.address();
    }
    assertNamed(trace(authority(withKey(gone))), gone);
  }

  @Test
  void authority_withAUserOrAnotherScheme_isRefusedWithoutRepeatingIt() {
    for (String address :
        List.of("https://u:" + KEY + "@tsa.example.com/", "ftp://tsa.example.com/?k=" + KEY)) {
      assertThat(catchThrowable(() -> authority(URI.create(address))))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .doesNotContain(KEY);
    }
  }

  @Test
  void witness_thatFails_isNamedByItsPlaceAndOneWithAQueryIsRefusedWithoutIt() throws Exception {
    try (TimestampAuthority server =
        TimestampAuthority.run(
            (exchange, request) -> TestWitness.Reply.status(500).send(exchange))) {
      URI prefix = server.address().resolve("/w");
      assertThat(trace(WitnessAnchor.builder(prefix, List.of(WITNESS.key())).build()))
          .contains("the witness " + prefix + "/add-checkpoint answers with HTTP status 500");
    }
    URI queried = URI.create("https://witness.example.com/w?key=" + KEY);
    assertThat(catchThrowable(() -> WitnessAnchor.builder(queried, List.of(WITNESS.key()))))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain(KEY);
  }
}

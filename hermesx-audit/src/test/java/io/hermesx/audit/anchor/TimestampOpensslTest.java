// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.anchor.TimestampAuthority.Desk;
import io.hermesx.audit.anchor.TimestampAuthority.Issuer;
import io.hermesx.audit.anchor.TimestampKeys.Subject;
import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second implementation of RFC 3161: it accepts our tokens, and we accept the ones it issues. */
class TimestampOpensslTest {

  private static final byte[] NOTE = SignedNotes.note(5);
  private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2120-01-01T00:00:00Z");

  private static final String CONFIGURATION =
      """
      [tsa]
      default_tsa = it
      [it]
      serial = %1$s/serial
      signer_digest = sha256
      default_policy = 1.2.3.4.5
      digests = sha256
      ordering = no
      tsa_name = yes
      ess_cert_id_chain = no
      ess_cert_id_alg = %2$s
      """;

  @TempDir Path folder;
  private TimestampKeys root;
  private TimestampKeys keys;
  private String openssl;

  @BeforeEach
  void makeKeys() throws Exception {
    openssl =
        OutsideComponent.require(
                "openssl", OutsideComponent.program("openssl"), "apt-get install openssl")
            .toString();
    root = TimestampKeys.root(new Subject("CN=root", 1, FROM, TO));
    keys = root.timestamping(new Subject("CN=authority", 2, FROM, TO));
    pem("root.pem", "CERTIFICATE", root.certificate().getEncoded());
    pem("signer.pem", "CERTIFICATE", keys.certificate().getEncoded());
    pem("key.pem", "PRIVATE KEY", keys.pair().getPrivate().getEncoded());
    Files.write(folder.resolve("note"), NOTE);
  }

  private void pem(String name, String label, byte[] octets) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
  }

  private TimestampAnchor anchor(TimestampAuthority authority) {
    List<X509Certificate> trusted = List.of(root.certificate());
    return TimestampAnchor.builder(authority.address(), TimestampVerifier.trusting(trusted))
        .build();
  }

  @Test
  void token_thatWeAccept_isAcceptedByOpenssl() throws Exception {
    try (TimestampAuthority authority =
        TimestampAuthority.run(new Issuer(keys, List.of(keys.certificate())))) {
      Files.write(folder.resolve("token"), anchor(authority).anchor(NOTE, SignedNotes.NO_PROOFS));
    }
    assertThat(
            run(
                "ts",
                "-verify",
                "-in",
                "token",
                "-token_in",
                "-data",
                "note",
                "-CAfile",
                "root.pem"))
        .contains("Verification: OK");
  }

  @Test
  void token_ofOpenssl_isAcceptedByUs() throws Exception {
    for (String hash : List.of("sha1", "sha256")) {
      Files.writeString(folder.resolve("ts.cnf"), CONFIGURATION.formatted(folder, hash));
      Desk desk =
          (exchange, request) -> {
            Files.write(folder.resolve("query"), request);
            run(
                "ts",
                "-reply",
                "-config",
                "ts.cnf",
                "-queryfile",
                "query",
                "-signer",
                "signer.pem",
                "-inkey",
                "key.pem",
                "-out",
                "reply");
            TimestampAuthority.reply(exchange, Files.readAllBytes(folder.resolve("reply")));
          };
      try (TimestampAuthority authority = TimestampAuthority.run(desk)) {
        byte[] token = anchor(authority).anchor(NOTE, SignedNotes.NO_PROOFS);

        TimestampVerdict verdict =
            TimestampVerifier.trusting(List.of(root.certificate())).verify(token, NOTE);
        assertThat(verdict).isInstanceOf(TimestampVerdict.Accepted.class);
        assertThat(((TimestampVerdict.Accepted) verdict).policy()).isEqualTo("1.2.3.4.5");
      }
    }
  }

  private String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(openssl));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    return said;
  }
}

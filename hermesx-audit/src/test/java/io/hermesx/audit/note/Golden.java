// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keys, a checkpoint and its signatures whose every octet was computed by another program: Ed25519
 * from the pseudo code of RFC 8032, ML-DSA-44 from that of FIPS 204, both in Python.
 */
final class Golden {

  static final String NAME = "audit.example.com/prod";
  static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

  /** Their seeds are the octets 0 to 31 and 32 to 63. */
  static final SigningKey ED25519 =
      SigningKey.parse(
          "PRIVATE+KEY+audit.example.com/prod+175a851d"
              + "+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f");

  static final SigningKey ML_DSA_44 =
      SigningKey.parse(
          "PRIVATE+KEY+audit.example.com/prod+59afc9b5"
              + "+BiAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/");

  static final List<SigningKey> SIGNERS = List.of(ED25519, ML_DSA_44);

  static final KeyGeneration KEYS =
      KeyGeneration.of(SIGNERS.stream().map(SigningKey::key).toList());

  static final Checkpoint CHECKPOINT =
      new Checkpoint(
          NAME + "/8acf2cc4-09b0-8ff6-9010-72d43fcccfa3",
          20_852_163,
          Sha256.raw(new byte[] {0}, "golden".getBytes(UTF_8)));

  private Golden() {}

  /** The signed checkpoint. */
  static String note() {
    return resource("golden.checkpoint");
  }

  /** The policy that trusts both keys and requires both. */
  static String policy() {
    return resource("golden.trust");
  }

  /** Lines of a file that are not empty and no comment. */
  static Stream<String> lines(String name) {
    return resource(name).lines().filter(line -> !line.isEmpty() && !line.startsWith("#"));
  }

  private static String resource(String name) {
    try (InputStream in = Golden.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

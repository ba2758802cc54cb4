// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Signatures that some verifiers accept and others do not, made by whoever holds the private key
 * (attack C19): a note must not be valid for one verifier and forged for the other.
 */
final class Ed25519AttackTest {

  static Stream<String> attacks() {
    return Golden.lines("ed25519-attacks.txt");
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void signature_ambiguous_isRefused(String line) {
    String[] attack = line.split(" ", -1);
    byte[] key = HexFormat.of().parseHex(attack[1]);
    byte[] message = HexFormat.of().parseHex(attack[2]);
    byte[] signature = HexFormat.of().parseHex(attack[3]);

    assertThat(verifies(key, message, signature)).isEqualTo(attack[4].equals("valid"));
  }

  private static boolean verifies(byte[] key, byte[] message, byte[] signature) {
    try {
      return VerifierKey.of("example.com", SignatureType.ED25519, key).verifies(message, signature);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.HermesException;
import io.hermesx.core.time.SystemSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private keys, and that nothing but the one method shows them. */
final class SigningKeyTest {

  private static final byte[] MESSAGE = "message".getBytes(UTF_8);

  @Test
  void generate_knownOctets_isTheGoldenKey() {
    assertThat(SigningKey.generate(Golden.NAME, SignatureType.ED25519, new Seeds(0)).secretText())
        .isEqualTo(Golden.ED25519.secretText());
    assertThat(
            SigningKey.generate(Golden.NAME, SignatureType.ML_DSA_44, new Seeds(32)).secretText())
        .isEqualTo(Golden.ML_DSA_44.secretText());
  }

  @Test
  void generate_systemsRandom_isAnotherKeyEachTime() {
    for (SignatureType type : SignatureType.values()) {
      SigningKey one = SigningKey.generate(Golden.NAME, type, SystemSources.random());
      SigningKey other = SigningKey.generate(Golden.NAME, type, SystemSources.random());

      assertThat(one.key()).isNotEqualTo(other.key());
      assertThat(one.key().verifies(MESSAGE, one.sign(MESSAGE))).isTrue();
      assertThat(other.key().verifies(MESSAGE, one.sign(MESSAGE))).isFalse();
      assertThat(SigningKey.parse(one.secretText()).key()).isEqualTo(one.key());
    }
  }

  @Test
  void parse_anotherSpelling_isRefusedWithoutTheSeed() {
    for (SigningKey key : Golden.SIGNERS) {
      String text = key.secretText();
      String base64 = text.substring(text.lastIndexOf('+') + 1);
      for (String other :
          List.of(
              "",
              base64,
              text.substring(1),
              text.toLowerCase(java.util.Locale.ROOT),
              text + "\n",
              " " + text,
              text.replace(Golden.NAME, "other.example.com"),
              text.replace(Golden.NAME, ""),
              text.replace("+" + Golden.NAME, "+" + Golden.NAME + "+" + Golden.NAME),
              text.substring(0, text.length() - 1) + "=",
              text.substring(0, text.length() - 4),
              text + "AAAA",
              text.replace("+AQ", "+Bg").replace("+Bi", "+AS"),
              text.replaceFirst("\\+[0-9a-f]{8}\\+", "+00000000+"),
              text.replaceFirst("\\+[0-9a-f]{8}\\+", "+0000000g+"),
              text.replaceFirst("\\+[0-9a-f]{8}\\+", "+00000000"))) {
        assertThatThrownBy(() -> SigningKey.parse(other))
            .as(other)
            .isInstanceOf(IllegalArgumentException.class)
            .message()
            .satisfies(message -> assertNothingOfTheSeed(message, key));
      }
    }
  }

  @Test
  void toString_privateKey_saysNothingOfTheSeed() {
    for (SigningKey key : Golden.SIGNERS) {
      assertThat(key.toString()).contains(Golden.NAME);
      assertNothingOfTheSeed(key.toString(), key);
    }
    assertThat(new KeyText("name", 1, 1, new byte[32]).toString()).isEqualTo("name+00000001");
  }

  @Test
  void read_file_isTheKeyWithOrWithoutNewline(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("key");
    for (String end : List.of("", "\n")) {
      Files.writeString(file, Golden.ML_DSA_44.secretText() + end);
      assertThat(SigningKey.read(file).key()).isEqualTo(Golden.ML_DSA_44.key());
    }
  }

  @Test
  void read_wrongFile_isNamedWithoutTheSeed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("key");
    assertThatThrownBy(() -> SigningKey.read(file))
        .isInstanceOf(HermesException.class)
        .hasMessageContaining(file.toString());
    for (String wrong : List.of("\n\n", "\r\n", " ", "x", "x".repeat(5000))) {
      Files.writeString(file, Golden.ED25519.secretText() + wrong);
      assertThatThrownBy(() -> SigningKey.read(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(file.toString())
          .message()
          .satisfies(message -> assertNothingOfTheSeed(message, Golden.ED25519));
    }
  }

  private static void assertNothingOfTheSeed(String text, SigningKey key) {
    String secret = key.secretText();
    byte[] seed = Base64.getDecoder().decode(secret.substring(secret.lastIndexOf('+') + 1));
    assertThat(text)
        .doesNotContain(secret.substring(secret.lastIndexOf('+') + 1, secret.length() - 8))
        .doesNotContain(HexFormat.of().formatHex(seed).substring(8, 40));
  }
}

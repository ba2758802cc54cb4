// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeySecretTest {

  /** Put together so that nobody who scans this file takes it for a key. */
  private static final String BODY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

  private static final String GOLDEN = "hmx" + "_" + BODY + "_" + "a3cb4498";
  private static final String GOLDEN_HASH =
      "244f22c9c38ef840c3cb23049b420c2a2f68cbfa9e93e65629298b01b104bf72";

  /** Computed once by another implementation: holders keep what this returns. */
  @Test
  void issue_goldenRandomness_isTheGoldenKey() {
    ApiKeySecret secret = ApiKeySecret.issue(new Counting());

    assertThat(secret.reveal()).isEqualTo(GOLDEN);
    assertThat(secret.hash()).hasToString(GOLDEN_HASH);
    assertThat(secret.hint()).isEqualTo(GOLDEN.substring(0, 10));
  }

  @Test
  void issue_sourceOfRandomnessFails_failsToo() {
    RandomGenerator broken =
        () -> {
          throw new IllegalStateException("no randomness");
        };

    assertThatThrownBy(() -> ApiKeySecret.issue(broken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no randomness");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hmx_",
        "sk-" + BODY + "_a3cb4498",
        "HMX_" + BODY + "_a3cb4498",
        "hmx_" + BODY + "_A3CB4498",
        "hmx_" + BODY + "_a3cb4498 ",
        " hmx_" + BODY + "_a3cb4498",
        "hmx_" + BODY + "_a3cb4498\n",
        "hmx_" + BODY + "_",
        "hmx_" + BODY,
        "hmx_" + BODY + "=_a3cb4498",
        "hmx_" + BODY + "_00000000"
      })
  void parse_anotherSpelling_isRefused(String text) {
    assertThat(ApiKeySecret.parse(text)).isEmpty();
    assertThat(ApiKeySecret.parse(GOLDEN)).isPresent();
  }

  @Test
  void toString_hidesTheText() {
    ApiKeySecret secret = ApiKeySecret.parse(GOLDEN).orElseThrow();

    assertThat(secret.toString()).doesNotContain(BODY.substring(7)).isEqualTo("hmx_AAECAw…");
  }

  /** Octets 0, 1, 2 and so on. */
  private static final class Counting implements RandomGenerator {
    @Override
    public long nextLong() {
      throw new AssertionError("octets are asked for, not numbers");
    }

    @Override
    public void nextBytes(byte[] octets) {
      for (int i = 0; i < octets.length; i++) {
        octets[i] = (byte) i;
      }
    }
  }
}

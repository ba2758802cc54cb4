// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.json.JsonObject;
import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HkdfTest {

  private static final HexFormat HEX = HexFormat.of();

  /** RFC 5869, appendix A.1 and A.3. */
  @Test
  void rfcExamples_areMet() {
    byte[] key = HEX.parseHex("0b".repeat(22));

    assertThat(
            Hkdf.derive(
                key,
                HEX.parseHex("000102030405060708090a0b0c"),
                HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"),
                42))
        .asHexString()
        .isEqualToIgnoringCase(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    assertThat(Hkdf.derive(key, new byte[0], new byte[0], 42))
        .asHexString()
        .isEqualToIgnoringCase(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  }

  @TestFactory
  Stream<DynamicTest> publishedVector_isMet() throws IOException {
    return Wycheproof.read("hkdf_sha256_test.json", 86)
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.name(),
                    () -> {
                      if (vector.isValid()) {
                        assertThat(derive(vector.fields())).isEqualTo(vector.octets("okm"));
                      } else {
                        assertThatThrownBy(() -> derive(vector.fields()))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("allowed: 0 to 8160");
                      }
                    }));
  }

  private static byte[] derive(JsonObject vector) {
    return Hkdf.derive(
        HEX.parseHex(vector.string("ikm")),
        HEX.parseHex(vector.string("salt")),
        HEX.parseHex(vector.string("info")),
        (int) vector.integer("size"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The frozen format against golden files that another program computed. A difference here is a
 * break of the format, not a new golden file.
 */
class GoldenCiphertextTest {

  @Test
  void ciphertexts_ofTheGoldenFile_areMadeAndOpened() throws IOException {
    List<JsonObject> golden = read("ciphertext-v1.json");
    assertThat(golden).hasSize(11);
    for (JsonObject line : golden) {
      DataKey key = DataKey.of("key", octets(line, "key"));
      DataCipher cipher =
          new DataCipher(FixedDataKeys.of(key), new FixedSalt(octets(line, "salt")));
      byte[] plaintext = octets(line, "plaintext");

      Ciphertext sealed = cipher.seal(context(line), plaintext);

      assertThat(sealed)
          .as(line.string("case"))
          .isEqualTo(new Ciphertext("key", octets(line, "ciphertext")));
      assertThat(sealed.keyCommitment()).contains(Sha256.parse(line.string("commitment")));
      assertThat(cipher.open(context(line), sealed)).isEqualTo(new Opening.Opened(plaintext));
    }
  }

  @Test
  void derivedKeys_ofTheGoldenFile_areDerived() throws IOException {
    List<JsonObject> golden = read("derived-data-key-v1.json");
    assertThat(golden).hasSize(4);
    for (JsonObject line : golden) {
      TenantId tenant = TenantId.parse(line.string("tenant"));
      MasterKey master = MasterKey.of((int) line.integer("generation"), octets(line, "master"));

      DataKey key = DerivedDataKeys.of(master).current(tenant);

      assertThat(key.octets()).isEqualTo(octets(line, "key"));
      assertThat(key.reference()).isEqualTo(line.string("reference"));
    }
  }

  private static CiphertextContext context(JsonObject line) {
    String[] parts =
        ((JsonArray) line.require("parts"))
            .items().stream().map(part -> ((JsonString) part).value()).toArray(String[]::new);
    return CiphertextContext.of(
        line.string("purpose"), TenantId.parse(line.string("tenant")), parts);
  }

  private static byte[] octets(JsonObject line, String name) {
    return HexFormat.of().parseHex(line.string(name));
  }

  private static List<JsonObject> read(String name) throws IOException {
    try (InputStream in = GoldenCiphertextTest.class.getResourceAsStream(name)) {
      JsonValue all = JsonValue.parse(new String(in.readAllBytes(), UTF_8));
      return ((JsonArray) all).items().stream().map(JsonObject.class::cast).toList();
    }
  }
}

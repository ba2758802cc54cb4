// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AesGcmTest {

  /** Those of the sizes that the format uses. */
  @TestFactory
  Stream<DynamicTest> publishedVector_isMet() throws IOException {
    List<Wycheproof> ours =
        Wycheproof.read("aes_gcm_test.json", 316)
            .filter(vector -> vector.group().integer("keySize") == 256)
            .filter(vector -> vector.group().integer("ivSize") == 96)
            .filter(vector -> vector.group().integer("tagSize") == 128)
            .toList();
    assertThat(ours).hasSize(66);
    return ours.stream()
        .map(vector -> DynamicTest.dynamicTest(vector.name(), () -> vectorIsMet(vector)));
  }

  private static void vectorIsMet(Wycheproof vector) {
    AesGcm cipher = new AesGcm(vector.octets("key"), vector.octets("iv"), vector.octets("aad"));
    byte[] plaintext = vector.octets("msg");
    byte[] ciphertext = vector.octets("ct");
    byte[] tag = vector.octets("tag");
    byte[] both = Arrays.copyOf(ciphertext, ciphertext.length + tag.length);
    System.arraycopy(tag, 0, both, ciphertext.length, tag.length);

    if (vector.isValid()) {
      assertThat(cipher.encrypt(plaintext)).isEqualTo(both);
      assertThat(cipher.decrypt(both, 0)).hasValue(plaintext);
    } else {
      assertThat(cipher.decrypt(both, 0)).isEmpty();
    }
  }
}

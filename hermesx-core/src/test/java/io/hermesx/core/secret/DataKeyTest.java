// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataKeyTest {

  private static final byte[] OCTETS = octets();

  private static byte[] octets() {
    byte[] octets = new byte[32];
    Arrays.fill(octets, (byte) 0x5a);
    return octets;
  }

  @Test
  void text_ofEitherKey_showsNoOctet() {
    assertThat(DataKey.of("tenant-7", OCTETS)).hasToString("DataKey[tenant-7]");
    assertThat(MasterKey.of(7, OCTETS)).hasToString("MasterKey[7]");
    assertThat(new Opening.Opened(OCTETS)).hasToString("Opened[32 octets]");
  }

  @Test
  void equals_keysOfTheSameOctets_areNotEqual() {
    assertThat(DataKey.of("tenant-7", OCTETS)).isNotEqualTo(DataKey.of("tenant-7", OCTETS));
  }

  @Test
  void of_arrayThatChangesLater_keepsWhatItWas() {
    byte[] mine = OCTETS.clone();
    DataKey key = DataKey.of("tenant-7", mine);
    mine[0] = 0;

    assertThat(key.octets()).isEqualTo(OCTETS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 31, 33, 64})
  void of_otherLength_isRefusedWithoutTheOctets(int length) {
    byte[] octets = Arrays.copyOf(OCTETS, length);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataKey.of("tenant-7", octets))
        .withMessage("data key has " + length + " octets, allowed: exactly 32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MasterKey.of(1, octets))
        .withMessage("master key has " + length + " octets, allowed: exactly 32");
  }

  @Test
  void of_arrayThatNobodyFilled_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MasterKey.of(1, new byte[32]))
        .withMessageContaining("all zeros");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void of_generationBelowOne_isRefused(int generation) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MasterKey.of(generation, OCTETS))
        .withMessageContaining("allowed: 1 to 2147483647");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä", "a\n"})
  void of_referenceBeyondVisibleAscii_isRefused(String reference) {
    assertThatIllegalArgumentException().isThrownBy(() -> DataKey.of(reference, OCTETS));
    assertThatIllegalArgumentException().isThrownBy(() -> DataKey.of("x".repeat(129), OCTETS));
  }
}

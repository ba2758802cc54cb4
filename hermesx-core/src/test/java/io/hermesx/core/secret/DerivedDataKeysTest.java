// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.DataKeysContract;
import io.hermesx.core.time.SystemSources;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerivedDataKeysTest extends DataKeysContract {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");
  private static final CiphertextContext PLACE = CiphertextContext.of("test/v1", ACME, "record");

  private final MasterKey first = master(1, 1);
  private final MasterKey second = master(2, 2);

  private static MasterKey master(int generation, int octet) {
    byte[] octets = new byte[32];
    Arrays.fill(octets, (byte) octet);
    return MasterKey.of(generation, octets);
  }

  @Override
  protected DataKeys keys() {
    return DerivedDataKeys.of(first, second);
  }

  @Test
  void current_afterANewMasterKey_isTheNewAndTheOldStillOpens() {
    DataCipher before = new DataCipher(DerivedDataKeys.of(first), SystemSources.random());
    DataCipher after = new DataCipher(DerivedDataKeys.of(second, first), SystemSources.random());

    Ciphertext old = before.seal(PLACE, new byte[] {1});
    Ciphertext fresh = after.seal(PLACE, new byte[] {2});

    assertThat(old.keyReference()).isEqualTo("derived.v1.1");
    assertThat(fresh.keyReference()).isEqualTo("derived.v1.2");
    assertThat(after.open(PLACE, old)).isEqualTo(new Opening.Opened(new byte[] {1}));
    assertThat(before.open(PLACE, fresh)).isEqualTo(new Opening.KeyMissing("derived.v1.2"));
  }

  @Test
  void current_afterARestart_isTheSameKey() {
    assertThat(DerivedDataKeys.of(first, second).current(ACME).octets())
        .isEqualTo(DerivedDataKeys.of(second, first).current(ACME).octets());
  }

  @Test
  void current_otherTenantGenerationOrMaster_isAnotherKey() {
    byte[] key = DerivedDataKeys.of(first).current(ACME).octets();

    assertThat(DerivedDataKeys.of(first).current(OTHER).octets()).isNotEqualTo(key);
    assertThat(DerivedDataKeys.of(master(2, 1)).current(ACME).octets()).isNotEqualTo(key);
    assertThat(DerivedDataKeys.of(master(1, 2)).current(ACME).octets()).isNotEqualTo(key);
  }

  @Test
  void open_underAnotherMasterKeyOfTheGeneration_isRefusedAndNotCalledErased() {
    Ciphertext sealed =
        new DataCipher(DerivedDataKeys.of(first), SystemSources.random()).seal(PLACE, new byte[1]);
    DataCipher wrong = new DataCipher(DerivedDataKeys.of(master(1, 9)), SystemSources.random());

    assertThat(wrong.open(PLACE, sealed))
        .isEqualTo(new Opening.Refused(OpeningFault.COMMITMENT_MISMATCH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "derived.v1.0",
        "derived.v1.01",
        "derived.v1.+1",
        "derived.v1.3",
        "derived.v1.",
        "derived.v2.1",
        "derived.v1.9999999999",
        "derived.v1.4294967297",
        "derived.v1.99999999999999999999",
        "derived.v1.\u0661"
      })
  void find_otherSpellingOrGeneration_isEmpty(String reference) {
    assertThat(keys().find(ACME, reference)).isEmpty();
  }

  @Test
  void of_twoKeysOfOneGeneration_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DerivedDataKeys.of(first, second, master(1, 3)))
        .withMessageContaining("generation 1");
  }
}

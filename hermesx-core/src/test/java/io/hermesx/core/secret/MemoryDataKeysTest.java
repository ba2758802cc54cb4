// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.DataKeysContract;
import io.hermesx.core.time.SystemSources;
import org.junit.jupiter.api.Test;

class MemoryDataKeysTest extends DataKeysContract {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");
  private static final CiphertextContext PLACE = CiphertextContext.of("test/v1", ACME, "record");

  private final MemoryDataKeys keys = new MemoryDataKeys(SystemSources.random());

  @Override
  protected DataKeys keys() {
    return keys;
  }

  @Test
  void forget_key_erasesWhatWasSealedAndNothingElse() {
    DataCipher cipher = new DataCipher(keys, SystemSources.random());
    CiphertextContext elsewhere = CiphertextContext.of("test/v1", OTHER, "record");
    Ciphertext erased = cipher.seal(PLACE, new byte[] {1});
    Ciphertext kept = cipher.seal(elsewhere, new byte[] {2});

    assertThat(keys.forget(ACME, erased.keyReference())).isTrue();

    assertThat(cipher.open(PLACE, erased)).isEqualTo(new Opening.KeyMissing(erased.keyReference()));
    assertThat(cipher.open(elsewhere, kept)).isEqualTo(new Opening.Opened(new byte[] {2}));
    Ciphertext later = cipher.seal(PLACE, new byte[] {3});
    assertThat(later.keyReference()).isNotEqualTo(erased.keyReference());
    assertThat(cipher.open(PLACE, later)).isEqualTo(new Opening.Opened(new byte[] {3}));
  }

  @Test
  void forget_keyThatIsNotThere_changesNothing() {
    String reference = keys.current(ACME).reference();

    assertThat(keys.forget(OTHER, reference)).isFalse();
    assertThat(keys.forget(ACME, "another")).isFalse();
    assertThat(keys.current(ACME).reference()).isEqualTo(reference);
    assertThat(keys.forget(ACME, reference)).isTrue();
    assertThat(keys.forget(ACME, reference)).isFalse();
  }

  @Test
  void current_ofTwoTenants_areTwoKeys() {
    assertThat(keys.current(ACME).octets()).isNotEqualTo(keys.current(OTHER).octets());
    assertThat(keys.find(OTHER, keys.current(ACME).reference())).isEmpty();
  }
}

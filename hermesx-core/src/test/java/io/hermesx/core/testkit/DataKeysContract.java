// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.secret.Ciphertext;
import io.hermesx.core.secret.CiphertextContext;
import io.hermesx.core.secret.DataCipher;
import io.hermesx.core.secret.DataKey;
import io.hermesx.core.secret.DataKeys;
import io.hermesx.core.secret.Opening;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.SystemSources;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every keeper of data keys does. */
public abstract class DataKeysContract {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");
  private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

  /** Creates the suite. */
  protected DataKeysContract() {}

  /** Returns the keys under test; the same ones within a test. */
  protected abstract DataKeys keys();

  @Test
  void current_askedAgain_isTheSameKey() {
    DataKey key = keys().current(ACME);

    assertThat(keys().current(ACME).reference()).isEqualTo(key.reference());
    assertThat(keys().find(ACME, key.reference()))
        .map(DataKey::reference)
        .contains(key.reference());
  }

  @Test
  void find_keyOfACiphertext_opensIt() {
    Ciphertext sealed = cipher().seal(place(ACME), TEXT);

    assertThat(cipher().open(place(ACME), sealed)).isEqualTo(new Opening.Opened(TEXT));
  }

  @Test
  void find_keyOfAnotherTenant_opensNothing() {
    keys().current(OTHER);
    Ciphertext sealed = cipher().seal(place(ACME), TEXT);

    assertThat(cipher().open(place(OTHER), sealed)).isNotInstanceOf(Opening.Opened.class);
  }

  @Test
  void find_anyOtherText_isEmpty() {
    String reference = keys().current(ACME).reference();
    List<String> others =
        List.of(
            "", " ", "x", reference + " ", " " + reference, reference + "0", "x".repeat(10_000));

    assertThat(others).allSatisfy(other -> assertThat(keys().find(ACME, other)).isEmpty());
    assertThat(keys().find(ACME, "\ud800\u0000")).isEmpty();
  }

  private DataCipher cipher() {
    return new DataCipher(keys(), SystemSources.random());
  }

  private static CiphertextContext place(TenantId tenant) {
    return CiphertextContext.of("contract/v1", tenant, "the record");
  }
}
